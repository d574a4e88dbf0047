package dev.stationmaster.desktop.feature.station;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.PageHead;
import dev.stationmaster.desktop.control.StatePane;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Screen;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.gateway.view.StationView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One station: its head and tabs, and below them the overview or its messages.
public final class StationScreen implements Screen {
    private final Desk desk;
    private final StationModel model;
    private final MessagesModel messages;
    private final Place.Tab tab;
    private final PageHead head;
    private final HBox tabs = new HBox();
    private final Label deadLetters = Labels.text("", "count-bad");
    private final OverviewPane overview;
    private final MessagesPane browser;
    private final VBox root;

    public StationScreen(Desk desk, StationModel model, MessagesModel messages, Place.Tab tab, Clock clock) {
        this.desk = desk;
        this.model = model;
        this.messages = messages;
        this.tab = tab;
        head = new PageHead(
                model.name(),
                List.of(
                        new PageHead.Crumb(
                                t("nav.stations"), () -> desk.navigator().go(new Place.Stations())),
                        new PageHead.Crumb(model.name(), () -> {})));
        Button connect = Labels.button(
                "act-connect", t("station.connect"), () -> desk.navigator().go(new Place.Connect()));
        Button send = Labels.button("act-send", t("station.send"), this::askSend, "main");
        head.actions(connect, send);
        tabs();
        overview = new OverviewPane(
                model, desk.theme(), clock, () -> desk.navigator().go(new Place.DeadLetters(model.name())));
        browser = new MessagesPane(desk, messages);
        Node content = tab == Place.Tab.OVERVIEW
                ? new StatePane<>(overview.node(), model, Map.of())
                : new StatePane<>(browser.node(), messages, browser.offers(this::askSend));
        VBox.setVgrow(content, Priority.ALWAYS);
        root = new VBox(12, new VBox(8, head, tabs), content);
        root.setId("screen-station-" + (tab == Place.Tab.OVERVIEW ? "overview" : "messages"));
        model.stateProperty().subscribe(state -> state.best().ifPresent(this::show));
        messages.stateProperty().subscribe(state -> state.best().ifPresent(browser::show));
    }

    @Override
    public Region node() {
        return root;
    }

    @Override
    public List<LiveModel<?>> live() {
        return tab == Place.Tab.MESSAGES && messages.follows() ? List.of(model, messages) : List.of(model);
    }

    @Override
    public boolean escape() {
        return tab == Place.Tab.MESSAGES && browser.escape();
    }

    private void tabs() {
        tabs.getStyleClass().add("side-tabs");
        deadLetters.setVisible(false);
        tab(Place.Tab.OVERVIEW, "station.overview", "tab-overview");
        tab(Place.Tab.MESSAGES, "station.messages", "tab-messages");
        ToggleButton dead = sideTab("tab-dead-letters", t("nav.dead-letters"));
        dead.setGraphic(deadLetters);
        dead.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        dead.setOnAction(event -> {
            dead.setSelected(false);
            desk.navigator().go(new Place.DeadLetters(model.name()));
        });
    }

    private void tab(Place.Tab which, String key, String id) {
        ToggleButton button = sideTab(id, t(key));
        button.setSelected(which == tab);
        button.setOnAction(event -> {
            button.setSelected(which == tab);
            desk.navigator().go(new Place.Station(model.name(), which));
        });
    }

    private ToggleButton sideTab(String id, String text) {
        ToggleButton button = new ToggleButton(text);
        button.setId(id);
        button.getStyleClass().add("side-tab");
        tabs.getChildren().add(button);
        return button;
    }

    private void show(StationView view) {
        StationView.Settings settings = view.settings();
        boolean whole = view.partitions().stream()
                .allMatch(partition -> partition.leader() != 0 && partition.copiesAlive() >= partition.copies());
        boolean served = view.partitions().stream().allMatch(partition -> partition.leader() != 0);
        head.beside(
                whole
                        ? Labels.pill(Glyph.DOT, t("station.healthy"), "ok")
                        : served
                                ? Labels.pill(Glyph.TRIANGLE, t("station.no.spare"), "warn")
                                : Labels.pill(Glyph.CROSS, t("station.no.leader"), "bad"),
                Labels.pill(t("station.shape", settings.partitions(), settings.replicas()), "accent"),
                Labels.text(
                        t("sync." + settings.sync()) + " · " + settings.retention()
                                + (settings.schema().isEmpty() ? "" : " · " + t("station.schema", settings.schema())),
                        "key-value"));
        Long dead = view.deadLetters();
        deadLetters.setVisible(dead != null && dead > 0);
        deadLetters.setText(Figures.count(dead));
        overview.show(view);
        browser.partitions(settings.partitions());
    }

    private void askSend() {
        TextArea body = new TextArea(t("station.send.sample"));
        body.setId("send-body");
        body.setPrefRowCount(8);
        body.setAccessibleText(t("station.send.body"));
        Button cancel = Labels.button("dialog-cancel", t("cancel"), desk.dialogs()::close);
        Button send = Labels.button(
                "dialog-act",
                t("station.send.act"),
                () -> model.send(
                        body.getText(),
                        stored -> {
                            desk.dialogs().close();
                            desk.notices()
                                    .done(t(
                                            "station.sent",
                                            model.name(),
                                            stored.partition(),
                                            Figures.count(stored.sequence())));
                            messages.showNewest(stored.partition(), stored.sequence());
                            desk.navigator().go(new Place.Station(model.name(), Place.Tab.MESSAGES));
                        },
                        desk.notices()::failed),
                "main");
        VBox form = new VBox(
                8,
                Labels.text(t("station.send.body"), "strong"),
                body,
                Labels.text("stationmaster produce " + model.name() + " …", "mono", "tone-text-accent"));
        body.setPrefWidth(520);
        desk.dialogs().show(t("station.send.title", model.name()), form, body, cancel, send);
    }
}
