package dev.stationmaster.desktop.feature.cluster;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.link.ConsoleLink.NodeAction;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.TaskRunner;
import dev.stationmaster.gateway.view.ClusterView;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.SimpleSetProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;

/// The cluster screen's state: the shell's own picture of the cluster, and what can be done to its nodes.
public final class ClusterModel {
    /// Entries behind the leader from which a copy counts as catching up.
    static final long BEHIND = 64;

    private final LiveModel<ClusterView> live;
    private final Supplier<ConsoleLink> link;
    private final TaskRunner runner;
    private final Consumer<Throwable> onFailure;
    private final SimpleSetProperty<Integer> busy = new SimpleSetProperty<>(FXCollections.observableSet());

    public ClusterModel(
            LiveModel<ClusterView> live, Supplier<ConsoleLink> link, TaskRunner runner, Consumer<Throwable> onFailure) {
        this.live = live;
        this.link = link;
        this.runner = runner;
        this.onFailure = onFailure;
    }

    public LiveModel<ClusterView> live() {
        return live;
    }

    /// Nodes with an action under way; a second one waits for the first.
    public ObservableSet<Integer> busy() {
        return busy;
    }

    /// Does something to a node, once, whatever the number of clicks.
    public void act(int node, NodeAction action) {
        if (!busy.add(node)) {
            return;
        }
        ConsoleLink cluster = link.get();
        runner.run(BackgroundTask.shown(t("cluster.task." + action, node), progress -> {
                    cluster.node(node, action);
                    return node;
                })
                .onFailure(onFailure)
                .onFinished(() -> {
                    busy.remove(node);
                    live.refresh();
                }));
    }

    /// How the cluster stands, in words that lead with what matters; empty when there is nothing to say.
    public static Sentence sentence(ClusterView view) {
        String text = view.sentence().strip();
        if (view.state().equals("healthy") || text.isEmpty()) {
            return new Sentence("", "", "ok");
        }
        int end = text.indexOf(". ");
        String tone = view.state().equals("down") ? "bad" : "warn";
        return end < 0
                ? new Sentence(text, "", tone)
                : new Sentence(text.substring(0, end + 1), text.substring(end + 2), tone);
    }

    /// A sentence, its lead first.
    public record Sentence(String lead, String rest, String tone) {
        public boolean isEmpty() {
            return lead.isEmpty();
        }
    }

    /// The words and the mark of a copy of a partition on a node.
    public enum Copy {
        LEADER,
        IN_STEP,
        CATCHING_UP,
        ABSENT,
        NONE
    }

    /// How the copy of a partition on a node stands.
    public static Copy copy(ClusterView.Placement placement, int node) {
        for (ClusterView.Member member : placement.members()) {
            if (member.node() == node) {
                if (member.state().equals("down")) {
                    return Copy.ABSENT;
                }
                if (placement.leader() == node) {
                    return Copy.LEADER;
                }
                return member.lag() > BEHIND ? Copy.CATCHING_UP : Copy.IN_STEP;
            }
        }
        return Copy.NONE;
    }

    /// Entries that the slowest living copy is behind.
    public static long behind(ClusterView.Placement placement) {
        return placement.members().stream()
                .filter(member -> !member.state().equals("down"))
                .mapToLong(ClusterView.Member::lag)
                .max()
                .orElse(0);
    }
}
