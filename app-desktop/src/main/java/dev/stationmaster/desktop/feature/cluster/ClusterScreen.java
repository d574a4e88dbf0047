package dev.stationmaster.desktop.feature.cluster;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.PageHead;
import dev.stationmaster.desktop.control.StatePane;
import dev.stationmaster.desktop.control.Tables;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.link.ConsoleLink.NodeAction;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Screen;
import dev.stationmaster.desktop.shell.ShellModel;
import dev.stationmaster.gateway.view.ClusterView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javafx.collections.SetChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// The cluster: a sentence on how it stands, its nodes and services, the copies of every partition, what happened.
public final class ClusterScreen implements Screen {
    private final Desk desk;
    private final ClusterModel model;
    private final Clock clock;
    private final PageHead head;
    private final VBox banner = new VBox();
    private final NodeLine line = new NodeLine(this::ask);
    private final VBox services = new VBox(7);
    private final PartitionGrid grid;
    private final TableView<ClusterView.Event> events = Tables.table("cluster-events");
    private final VBox root;

    public ClusterScreen(Desk desk, ClusterModel model, Clock clock, Runnable stopCluster, Runnable newStation) {
        this.desk = desk;
        this.model = model;
        this.clock = clock;
        head = new PageHead(t("cluster.title"), List.of(new PageHead.Crumb(t("nav.cluster"), () -> {})));
        Button stop = Labels.button("act-cluster-stop", t("cluster.stop"), () -> confirmStop(stopCluster));
        stop.setGraphic(new Icon(Glyph.STOP, 11));
        Button create = Labels.button("act-station-new", t("stations.create"), newStation, "main");
        head.actions(stop, create);
        grid = new PartitionGrid(station -> desk.navigator().go(new Place.Station(station, Place.Tab.OVERVIEW)));
        VBox content = new VBox(12, banner, nodes(), lower());
        VBox.setVgrow(content.getChildren().getLast(), Priority.ALWAYS);
        StatePane<ClusterView> states = new StatePane<>(content, model.live(), Map.of());
        VBox.setVgrow(states, Priority.ALWAYS);
        root = new VBox(12, head, states);
        root.setId("screen-cluster");
        model.live().stateProperty().subscribe(state -> state.best().ifPresent(this::show));
        model.busy().addListener((SetChangeListener<Integer>)
                change -> model.live().state().best().ifPresent(this::show));
    }

    @Override
    public Region node() {
        return root;
    }

    private Region nodes() {
        services.getStyleClass().add("services");
        services.setMinWidth(150);
        HBox.setHgrow(line, Priority.ALWAYS);
        HBox row = new HBox(24, line, services);
        row.getStyleClass().add("nodes-body");
        return new Card(row);
    }

    private Region lower() {
        events.getColumns()
                .add(Tables.text(
                        t("cluster.column.time"), 84, event -> Figures.time(event.atMillis()), "mono", "faint"));
        events.getColumns().add(Tables.column(t("cluster.column.event"), 300, (cell, event) -> {
            cell.setText(event.text());
            if (event.kind().equals("node-down")) {
                cell.setGraphic(new Icon(Glyph.CROSS, 11, "tone-bad"));
            }
        }));
        events.getColumns().getFirst().setMaxWidth(84);
        events.getStyleClass().add("headless");
        events.setPlaceholder(Labels.text(t("cluster.no.events"), "faint"));
        Card eventCard = Card.titled(t("cluster.events")).with(events);
        HBox row = new HBox(12, grid.card(), eventCard);
        HBox.setHgrow(grid.card(), Priority.ALWAYS);
        grid.card().setPrefWidth(594);
        eventCard.setPrefWidth(440);
        eventCard.setMinWidth(280);
        return row;
    }

    private void show(ClusterView view) {
        long up = ShellModel.up(view);
        int all = view.nodes().size();
        head.title().setText(desk.session().local() ? t("cluster.title") : t("cluster.title.named", view.name()));
        head.beside(
                up == all
                        ? Labels.pill(Glyph.DOT, t("cluster.whole", all), "ok")
                        : Labels.pill(Glyph.TRIANGLE, t("cluster.part", up, all), "warn"),
                Labels.text(
                        t("cluster.line", t("sync." + view.sync()), Figures.span(view.uptimeMillis()), view.version()),
                        "key-value"));
        banner(view);
        line.show(view.nodes(), model.busy(), clock.millis());
        services(view);
        grid.show(view);
        List<ClusterView.Event> newest = view.events().stream()
                .sorted(java.util.Comparator.comparingLong(ClusterView.Event::atMillis)
                        .reversed())
                .toList();
        Tables.update(events, newest, event -> event);
    }

    private void banner(ClusterView view) {
        ClusterModel.Sentence sentence = ClusterModel.sentence(view);
        banner.setVisible(!sentence.isEmpty());
        banner.setManaged(!sentence.isEmpty());
        if (sentence.isEmpty()) {
            return;
        }
        banner.setId("quorum-sentence");
        banner.getStyleClass().setAll("banner", "banner-" + sentence.tone());
        Text lead = new Text(sentence.lead() + "  ");
        lead.getStyleClass().add("banner-lead");
        Text rest = new Text(sentence.rest());
        rest.getStyleClass().add("banner-rest");
        HBox actions = Labels.row(12, Labels.spring());
        view.nodes().stream()
                .filter(node -> !NodeCard.serves(node) && !node.state().equals("starting"))
                .forEach(node -> actions.getChildren()
                        .add(Labels.button(
                                "act-banner-start-" + node.id(),
                                t("cluster.start.node", node.id()),
                                () -> model.act(node.id(), NodeAction.START),
                                "link")));
        TextFlow flow = new TextFlow(lead, rest);
        banner.setAccessibleText(view.sentence());
        banner.getChildren().setAll(flow);
        if (actions.getChildren().size() > 1) {
            banner.getChildren().add(actions);
        }
    }

    private void services(ClusterView view) {
        services.getChildren().setAll(Labels.text(t("cluster.services"), "caption"));
        for (ClusterView.Service service : view.services()) {
            service(service.name(), service.state(), ports(service.ports()));
        }
        view.nodes().stream().filter(NodeCard::serves).findFirst().ifPresent(node -> {
            if (!node.websocket().isEmpty()) {
                service(t("cluster.websocket"), "healthy", port(node.websocket()));
            }
            if (!node.monitor().isEmpty()) {
                service(t("cluster.monitoring"), "healthy", port(node.monitor()));
            }
        });
    }

    private void service(String name, String state, String line) {
        String tone = state.equals("healthy") ? "ok" : state.equals("down") ? "bad" : "warn";
        Icon icon = new Icon(tone.equals("ok") ? Glyph.DOT : Glyph.TRIANGLE, 12, "tone-" + tone);
        HBox first = Labels.row(8, icon, Labels.text(name, "strong"));
        VBox both = new VBox(0, first, Labels.text(line, "key-value", "service-line"));
        both.setAccessibleText(name + ", " + state + ", " + line);
        services.getChildren().add(both);
    }

    private void ask(int node, NodeAction action) {
        if (action == NodeAction.START) {
            model.act(node, action);
            return;
        }
        String connections = model.live().state().best().stream()
                .flatMap(view -> view.nodes().stream())
                .filter(found -> found.id() == node)
                .map(found -> found.connections() == null ? Figures.UNKNOWN : String.valueOf(found.connections()))
                .findFirst()
                .orElse(Figures.UNKNOWN);
        desk.dialogs()
                .confirm(
                        t("cluster.ask." + action, node),
                        t("cluster.consequence." + action, node, connections),
                        t("cluster.verb." + action, node),
                        () -> model.act(node, action));
    }

    private void confirmStop(Runnable stopCluster) {
        desk.dialogs()
                .confirm(t("cluster.ask.stop"), t("cluster.consequence.stop"), t("cluster.verb.stop"), stopCluster);
    }

    private static String ports(List<Integer> ports) {
        return String.join(" · ", ports.stream().map(String::valueOf).toList());
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
