package dev.stationmaster.desktop.feature.cluster;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.Meter;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.link.ConsoleLink.NodeAction;
import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.view.ClusterView.Node;
import java.util.function.BiConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;

/// One node as a signal: its state, its share of the work, what it uses, and what can be done to it.
final class NodeCard extends VBox {
    /// The memory that a node is given: heap and buffers.
    private static final double MEMORY = 768e6;

    private final Circle signal = new Circle(9);
    private final Label name = Labels.text("", "node-name");
    private final Label star = Labels.pill(Glyph.STAR, t("cluster.meta"), "accent");
    private final HBox state = Labels.row(5);
    private final Label leads = Labels.text("", "key-value");
    private final Meter[] meters = {new Meter(), new Meter(), new Meter()};
    private final Label[] values = {value(), value(), value()};
    private final HBox actions = Labels.row(10);
    private final int id;
    private final BiConsumer<Integer, NodeAction> act;
    private final HBox head;
    private boolean narrow;

    NodeCard(int id, BiConsumer<Integer, NodeAction> act) {
        this.id = id;
        this.act = act;
        setId("node-" + id);
        getStyleClass().add("node-card");
        signal.getStyleClass().add("signal");
        head = Labels.row(10, signal, name, star);
        head.getStyleClass().add("node-head");
        name.setMinWidth(Region.USE_PREF_SIZE);
        star.setAccessibleText(t("cluster.meta"));
        leads.setMinWidth(Region.USE_PREF_SIZE);
        HBox second = new HBox(state, Labels.spring(), leads);
        getChildren().addAll(head, second);
        String[] keys = {"cluster.cpu", "cluster.memory", "cluster.disk"};
        for (int i = 0; i < keys.length; i++) {
            Label key = Labels.text(t(keys[i]), "key-value");
            key.setMinWidth(52);
            HBox.setHgrow(meters[i], Priority.ALWAYS);
            HBox row = Labels.row(8, key, meters[i], values[i]);
            row.getStyleClass().add("node-row");
            getChildren().add(row);
        }
        getChildren().add(actions);
        actions.getStyleClass().add("node-actions");
    }

    /// A narrow card leaves out the tracks and says the same in fewer words.
    void narrow(boolean on) {
        if (narrow == on) {
            return;
        }
        narrow = on;
        for (Meter meter : meters) {
            meter.setVisible(!on);
        }
        star.setText(on ? "" : t("cluster.meta"));
        getStyleClass().remove("node-narrow");
        if (on) {
            getStyleClass().add("node-narrow");
        }
    }

    void show(Node node, boolean busy, long nowMillis) {
        boolean serves = serves(node);
        String tone = tone(node);
        name.setText(t("cluster.node", node.id()));
        star.setVisible(node.metaLeader());
        star.setManaged(node.metaLeader());
        getStyleClass().removeAll("node-ok", "node-warn", "node-bad", "node-faint");
        getStyleClass().add("node-" + tone);
        state.getChildren()
                .setAll(
                        new Icon(glyph(tone), 11, "tone-" + tone),
                        Labels.text(words(node, nowMillis), "node-state", "tone-text-" + tone));
        leads.setText(
                serves && node.holds() > 0
                        ? t(narrow ? "cluster.leads.short" : "cluster.leads", node.leads(), node.holds())
                        : "");
        meter(0, node.cpuPercent() == null ? null : node.cpuPercent() / 100, cpu(node.cpuPercent()));
        meter(1, node.memoryBytes() == null ? null : node.memoryBytes() / MEMORY, Figures.bytes(node.memoryBytes()));
        meter(2, disk(node), Figures.bytes(node.diskBytes()));
        actions(serves || node.state().equals("starting") || node.state().equals("unreachable"), busy);
        setAccessibleText(t("cluster.node", node.id()) + ", " + words(node, nowMillis));
    }

    static boolean serves(Node node) {
        return node.state().equals("healthy") || node.state().equals("degraded");
    }

    private void meter(int index, @Nullable Double fraction, String text) {
        meters[index].set(fraction == null ? 0 : fraction);
        values[index].setText(text);
    }

    private void actions(boolean runs, boolean busy) {
        if (actions.getChildren().isEmpty() || Boolean.TRUE.equals(actions.getUserData()) != runs) {
            actions.setUserData(runs);
            if (runs) {
                actions.getChildren().setAll(action(NodeAction.STOP, false), action(NodeAction.KILL, false));
            } else {
                actions.getChildren().setAll(action(NodeAction.START, true));
            }
        }
        actions.getChildren().forEach(button -> button.setDisable(busy));
    }

    private Button action(NodeAction action, boolean main) {
        String id = "act-node-" + this.id + "-" + action.name().toLowerCase(java.util.Locale.ROOT);
        return Labels.button(
                id, t("cluster.act." + action), () -> act.accept(this.id, action), "link", main ? "strong" : "quiet");
    }

    private static String words(Node node, long nowMillis) {
        ClusterView.Exit exit = node.lastExit();
        if (node.state().equals("crashed") && exit != null) {
            return t("cluster.crashed", Figures.span(nowMillis - exit.atMillis()), String.valueOf(exit.code()));
        }
        String word = t("cluster.state." + node.state());
        return node.reason().isEmpty() || node.state().equals("healthy") ? word : word + " · " + node.reason();
    }

    private static String tone(Node node) {
        return switch (node.state()) {
            case "healthy" -> "ok";
            case "starting", "degraded", "restarting" -> "warn";
            case "stopped" -> "faint";
            default -> "bad";
        };
    }

    private static Glyph glyph(String tone) {
        return switch (tone) {
            case "ok" -> Glyph.DOT;
            case "warn" -> Glyph.TRIANGLE;
            case "faint" -> Glyph.RING;
            default -> Glyph.CROSS;
        };
    }

    private static String cpu(@Nullable Double percent) {
        return percent == null ? Figures.UNKNOWN : t("cluster.core", Figures.rate(percent / 100));
    }

    private static @Nullable Double disk(Node node) {
        Long used = node.diskBytes();
        Long free = node.diskFreeBytes();
        return used == null || free == null || used + free == 0 ? null : used / (double) (used + free);
    }

    private static Label value() {
        Label label = Labels.text(Figures.UNKNOWN, "node-value");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
