package dev.stationmaster.desktop.feature.station;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.LineChart;
import dev.stationmaster.desktop.control.RailwayMap;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.theme.Palette;
import dev.stationmaster.desktop.theme.Theme;
import dev.stationmaster.gateway.view.StationView;
import java.time.Clock;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The overview of a station: its railway map or the same as a table, rates, lag, and dead letters by cause.
final class OverviewPane {
    private static final double CHARTS = 140;

    private final StationModel model;
    private final Clock clock;
    private final RailwayMap map;
    private final StationTable table = new StationTable();
    private final LineChart rates;
    private final LineChart lag;
    private final Label rateFigures = Labels.text("", "mono");
    private final Label lagTitle;
    private final Label lagFigures = Labels.text("", "mono");
    private final Label deadCount = Labels.text("", "mono", "tone-text-bad");
    private final VBox causes = new VBox();
    private final Runnable openDeadLetters;
    private final ScrollPane root;

    OverviewPane(StationModel model, Theme theme, Clock clock, Runnable openDeadLetters) {
        this.model = model;
        this.clock = clock;
        this.openDeadLetters = openDeadLetters;
        map = new RailwayMap(theme);
        map.onGroup(group -> model.chosenGroupProperty().set(group));
        rates = new LineChart(theme);
        lag = new LineChart(theme);
        Card lagCard = Card.titled(t("overview.lag"), lagFigures).with(lag);
        lagTitle = (Label) lagCard.head().getChildren().getFirst();
        HBox charts = new HBox(
                12,
                sized(Card.titled(t("overview.rates"), rateFigures).with(rates)),
                sized(lagCard),
                sized(deadLetters()));
        charts.setMinHeight(CHARTS);
        charts.setPrefHeight(CHARTS);
        Node picture = mapCard();
        VBox.setVgrow(picture, Priority.ALWAYS);
        root = new ScrollPane(new VBox(12, picture, charts));
        root.setFitToWidth(true);
        root.setFitToHeight(true);
        root.getStyleClass().add("plain-scroll");
    }

    Node node() {
        return root;
    }

    void show(StationView view) {
        long now = clock.millis();
        int chosen = Math.clamp(
                model.chosenGroupProperty().get(), 0, Math.max(0, view.groups().size() - 1));
        map.show(
                StationMap.plan(view, now),
                view.groups().size() > 1 && model.chosenGroupProperty().get() > 0 ? chosen : -1,
                StationMap.summary(view));
        table.show(view, now);
        rates(view);
        lag(view, chosen);
        causes(view);
    }

    private Node mapCard() {
        ToggleButton asTable = new ToggleButton(t("overview.table"));
        asTable.setId("act-as-table");
        asTable.getStyleClass().addAll("quiet-toggle");
        StackPane.setAlignment(asTable, javafx.geometry.Pos.BOTTOM_RIGHT);
        StackPane both = new StackPane(map, asTable);
        table.node().setPrefHeight(330);
        asTable.selectedProperty().subscribe(tabular -> {
            both.getChildren().setAll(tabular ? table.node() : map, asTable);
            asTable.setText(t(tabular ? "overview.map" : "overview.table"));
        });
        VBox.setVgrow(both, Priority.ALWAYS);
        Card card = new Card(both);
        card.maxHeightProperty().bind(map.maxHeightProperty().add(2));
        return card;
    }

    private Card deadLetters() {
        Card card = Card.titled(t("overview.dead"), deadCount).with(causes);
        card.setOnMouseClicked(event -> openDeadLetters.run());
        return card;
    }

    private static Card sized(Card card) {
        HBox.setHgrow(card, Priority.ALWAYS);
        card.setMinWidth(200);
        card.setPrefWidth(340);
        return card;
    }

    private void rates(StationView view) {
        StationView.History history = view.history();
        rateFigures.setText(t(
                "overview.rate.figures",
                Figures.rate(StationMap.inbound(view)),
                Figures.rate(StationMap.outbound(view))));
        rates.show(
                List.of(
                        new LineChart.Series("in", "accent", history.in(), false),
                        new LineChart.Series("out", "group-3", history.out(), false)),
                List.of(),
                "/s",
                t(
                        "overview.rates.summary",
                        Figures.rate(StationMap.inbound(view)),
                        Figures.rate(StationMap.outbound(view))));
    }

    private void lag(StationView view, int chosen) {
        if (view.groups().isEmpty()) {
            lagTitle.setText(t("overview.lag"));
            lagFigures.setText(Figures.UNKNOWN);
            lag.show(List.of(), List.of(), "", t("map.no.groups"));
            return;
        }
        StationView.Group group = view.groups().get(chosen);
        lagTitle.setText(t("overview.lag.of", group.name()));
        lagFigures.setText(Figures.count(group.lag()) + " · " + StationMap.trend(group));
        lag.show(
                List.of(new LineChart.Series(
                        group.name(),
                        Palette.groupToken(chosen),
                        view.history().lag().getOrDefault(group.name(), List.of()),
                        true)),
                List.of(),
                "",
                t("overview.lag.summary", group.name(), Figures.count(group.lag()), StationMap.trend(group)));
    }

    private void causes(StationView view) {
        deadCount.setText(Figures.count(view.deadLetters()));
        deadCount.setVisible(view.deadLetters() == null || view.deadLetters() > 0);
        causes.getChildren().clear();
        if (view.deadLetterCauses().isEmpty()) {
            Label none = Labels.text(t("overview.dead.none"), "faint");
            none.getStyleClass().add("cause-row");
            causes.getChildren().add(none);
        }
        for (StationView.Cause cause : view.deadLetterCauses().stream().limit(3).toList()) {
            Label text = Labels.text(cause.cause().isEmpty() ? t("dead.kind.poison") : cause.cause());
            text.setMinWidth(0);
            HBox row = Labels.row(10, text, Labels.spring(), Labels.text(Figures.count(cause.count())));
            row.getStyleClass().add("cause-row");
            causes.getChildren().add(row);
        }
    }
}
