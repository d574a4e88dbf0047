package dev.stationmaster.desktop.shell;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.TaskRunner;
import dev.stationmaster.gateway.view.ClusterView;
import java.time.Clock;
import java.util.List;

/// The state of the cluster as title and status bar show it on every screen.
public final class ShellModel extends LiveModel<ClusterView> {
    private final Session session;

    public ShellModel(Session session, TaskRunner runner, Clock clock) {
        super(runner, clock);
        this.session = session;
    }

    @Override
    protected BackgroundTask.Work<ClusterView> request() {
        ConsoleLink link = session.link();
        return progress -> link.cluster();
    }

    @Override
    protected List<String> missing(ClusterView view) {
        return view.missing().stream().map(node -> "node " + node).toList();
    }

    /// Nodes that serve, of those there should be.
    public static long up(ClusterView view) {
        return view.nodes().stream()
                .filter(node -> node.state().equals("healthy") || node.state().equals("degraded"))
                .count();
    }
}
