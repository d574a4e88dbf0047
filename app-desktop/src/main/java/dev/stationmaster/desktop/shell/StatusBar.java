package dev.stationmaster.desktop.shell;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.Meter;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.ClusterView;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// The foot of the window: whole or not, rates, lag, dead letters, running tasks, ports. Its figures are links.
final class StatusBar extends HBox {
    private static final String NO_PORTS = "";

    private final Desk desk;
    private final HBox figures = Labels.row(18);
    private final HBox tasks = Labels.row(18);
    private final Label ports = Labels.text(NO_PORTS, "mono", "status-ports");

    StatusBar(Desk desk, ShellModel model, Runnable openTasks) {
        this.desk = desk;
        getStyleClass().add("status-bar");
        getChildren().addAll(figures, Labels.spring(), tasks, ports);
        model.stateProperty().subscribe(this::show);
        desk.session().linkProperty().subscribe(link -> show(model.state()));
        tasks.setOnMouseClicked(event -> openTasks.run());
        desk.runner().shown().addListener((ListChangeListener<BackgroundTask<?>>) change -> showTasks());
    }

    private void show(ViewState<ClusterView> state) {
        if (!desk.session().connected()) {
            figures.getChildren().setAll(mark(Glyph.RING, "faint", t("status.none")));
            ports.setText(NO_PORTS);
            return;
        }
        state.best().ifPresent(view -> figures(view, state));
        if (state.best().isEmpty()) {
            figures.getChildren().setAll(mark(Glyph.RING, "faint", t("shell.connecting")));
        }
        boolean old = state instanceof ViewState.Stale || state instanceof ViewState.Failed;
        figures.setOpacity(old ? 0.55 : 1);
    }

    private void figures(ClusterView view, ViewState<ClusterView> state) {
        long up = ShellModel.up(view);
        int all = view.nodes().size();
        String floor = state instanceof ViewState.Partial ? "≥ " : "";
        Node nodes = up == all
                ? mark(Glyph.DOT, "ok", t("status.all", all))
                : mark(Glyph.TRIANGLE, "warn", t("status.some", up, all));
        ClusterView.Totals totals = view.totals();
        figures.getChildren()
                .setAll(
                        link(nodes, new Place.Cluster()),
                        link(
                                figure("status.in", floor + Figures.rate(totals.inPerSecond()), "/s"),
                                new Place.Stations()),
                        link(
                                figure("status.out", floor + Figures.rate(totals.outPerSecond()), "/s"),
                                new Place.Stations()),
                        link(figure("status.lag", floor + Figures.count(totals.lag()), ""), new Place.Stations()));
        Long dead = totals.deadLetters();
        if (dead != null && dead > 0) {
            Label text = Labels.text(t("status.dead", Figures.count(dead)), "tone-text-bad");
            figures.getChildren().add(link(text, new Place.DeadLetters("")));
        }
        ports.setText(ports(view));
    }

    private static Node figure(String key, String value, String unit) {
        HBox box = Labels.row(0, Labels.text(t(key) + " "), Labels.text(value, "status-figure"), Labels.text(unit));
        return box;
    }

    private static Node mark(Glyph glyph, String tone, String text) {
        return Labels.row(5, new Icon(glyph, 11, "tone-" + tone), Labels.text(text));
    }

    private Button link(Node content, Place place) {
        Button button = new Button();
        button.setGraphic(content);
        button.getStyleClass().setAll("status-link");
        button.setAccessibleText(place.entry().label());
        button.setOnAction(event -> desk.navigator().go(place));
        return button;
    }

    private static String ports(ClusterView view) {
        Set<String> numbers = new LinkedHashSet<>();
        view.nodes().stream().limit(1).forEach(node -> numbers.add(port(node.client())));
        view.services().forEach(service -> service.ports().forEach(port -> numbers.add(String.valueOf(port))));
        view.nodes().stream().limit(1).forEach(node -> {
            numbers.add(port(node.websocket()));
            numbers.add(port(node.monitor()));
        });
        return numbers.stream().filter(number -> !number.isEmpty()).collect(Collectors.joining(" "));
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private void showTasks() {
        tasks.getChildren().clear();
        if (desk.runner().shown().isEmpty()) {
            return;
        }
        BackgroundTask<?> task = desk.runner().shown().getFirst();
        Label name = Labels.text(t("status.task", task.name()));
        task.detailProperty()
                .subscribe(detail ->
                        name.setText(t("status.task", detail.isEmpty() ? task.name() : task.name() + " " + detail)));
        Meter meter = new Meter();
        meter.getStyleClass().add("status-meter");
        task.fractionProperty().subscribe(done -> meter.set(done.doubleValue()));
        tasks.getChildren().addAll(name, meter);
    }
}
