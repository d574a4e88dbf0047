package dev.stationmaster.desktop.shell;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.BrandMark;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.desktop.theme.Tone;
import dev.stationmaster.gateway.view.ClusterView;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;

/// The top of the window: brand, which cluster, the way to search, live or paused, light or dark.
final class TitleBar extends HBox {
    private final Desk desk;
    private final Button badge = new Button();
    private final ToggleButton live = new ToggleButton();
    private ViewState<ClusterView> state = new ViewState.Loading<>();

    TitleBar(Desk desk, ShellModel model, Runnable openPalette) {
        this.desk = desk;
        getStyleClass().add("title-bar");
        HBox brand = Labels.row(9, new BrandMark(), Labels.text("Stationmaster", "brand-name"));
        brand.getStyleClass().add("brand");
        badge.setId("cluster-badge");
        badge.getStyleClass().addAll("round", "cluster-badge");
        badge.setOnAction(event -> about());
        Button search = new Button();
        search.setId("palette-open");
        search.getStyleClass().add("search-field");
        HBox inside = Labels.row(
                9,
                new Icon(Glyph.SEARCH, 13, "tone-faint"),
                Labels.text(t("palette.prompt"), "muted"),
                Labels.spring(),
                Labels.text("Ctrl K", "key-cap"));
        inside.prefWidthProperty().bind(search.widthProperty().subtract(22));
        search.setGraphic(inside);
        search.setAccessibleText(t("palette.prompt"));
        search.setOnAction(event -> openPalette.run());
        live.setId("act-live");
        live.getStyleClass().add("round");
        live.setMinWidth(Region.USE_PREF_SIZE);
        live.selectedProperty().bindBidirectional(desk.session().liveProperty());
        live.selectedProperty().subscribe(this::liveText);
        Button tone = Labels.iconButton("act-tone", Glyph.TONE, t("act.tone"), this::switchTone);
        tone.getStyleClass().setAll("button", "round", "round-icon");
        getChildren()
                .addAll(
                        brand,
                        badge,
                        Labels.text(t("shell.claim"), "muted", "claim"),
                        Labels.spring(),
                        search,
                        live,
                        tone);
        desk.session().linkProperty().subscribe(link -> badgeText());
        model.stateProperty().subscribe(next -> {
            state = next;
            badgeText();
        });
    }

    private void liveText(boolean on) {
        live.setText(t(on ? "shell.live" : "shell.paused"));
        live.setGraphic(new Icon(on ? Glyph.LIVE : Glyph.PAUSE, 12));
        live.setAccessibleText(t(on ? "act.pause" : "act.resume"));
    }

    private void switchTone() {
        Tone next = desk.theme().tone().other();
        desk.theme().toneProperty().set(next);
        desk.preferences().put("tone", next.name());
    }

    private void badgeText() {
        String tone = tone();
        Icon dot = new Icon(
                tone.equals("ok") ? Glyph.DOT : tone.equals("faint") ? Glyph.RING : Glyph.TRIANGLE, 12, "tone-" + tone);
        HBox content = Labels.row(6, dot, Labels.text(clusterName()), new Icon(Glyph.CHEVRON_DOWN, 10, "tone-faint"));
        badge.setGraphic(content);
        badge.setAccessibleText(clusterName());
    }

    private String clusterName() {
        if (!desk.session().connected()) {
            return t("shell.no.cluster");
        }
        return state.best()
                .map(view -> t(
                        "shell.badge",
                        desk.session().local()
                                ? t("shell.local")
                                : desk.session().link().address(),
                        view.nodes().size()))
                .orElse(t("shell.connecting"));
    }

    private String tone() {
        if (!desk.session().connected()) {
            return "faint";
        }
        return switch (state) {
            case ViewState.Fresh<ClusterView>(var view, var _) ->
                view.state().equals("healthy") ? "ok" : view.state().equals("down") ? "bad" : "warn";
            case ViewState.Partial<ClusterView>(var _, var _, var _) -> "warn";
            case ViewState.Stale<ClusterView>(var _, var _, var _) -> "warn";
            case ViewState.Failed<ClusterView>(var _, var _, var _) -> "bad";
            case ViewState.Empty<ClusterView>(var _, var _) -> "faint";
            case ViewState.Loading<ClusterView>() -> "faint";
        };
    }

    private void about() {
        if (!desk.session().connected()) {
            desk.navigator().go(new Place.FirstRun());
            return;
        }
        VBox box = new VBox(6);
        box.getStyleClass().add("pop-content");
        box.getChildren().add(Labels.text(clusterName(), "strong"));
        box.getChildren().add(Labels.text(desk.session().link().address(), "mono", "muted"));
        state.best().ifPresent(view -> box.getChildren().add(Labels.text(view.name(), "mono", "muted")));
        state.best()
                .ifPresent(view -> box.getChildren()
                        .add(Labels.text(
                                t("shell.about", view.version(), view.sync(), Figures.span(view.uptimeMillis())),
                                "muted")));
        PopOver pop = new PopOver(box);
        pop.setArrowLocation(PopOver.ArrowLocation.TOP_LEFT);
        pop.setDetachable(false);
        pop.setAnimated(false);
        pop.getRoot().getStylesheets().setAll(getScene().getStylesheets());
        pop.show(badge);
    }
}
