package dev.stationmaster.gateway.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What changed between looks: nodes that came and went, groups that got another leader. The newest two hundred.
/// Thread-safe.
public final class EventLog {
    private static final int EVENTS_MAX = 200;

    /// @param kind `leader`, `node-up` or `node-down`
    public record Event(long atMillis, String kind, String text) {}

    private final Deque<Event> events = new ArrayDeque<>();
    private final Map<Integer, Boolean> nodesUp = new HashMap<>();
    private final Map<String, Integer> leaders = new HashMap<>();

    synchronized void observe(ClusterReply cluster, long atMillis) {
        for (ClusterReply.Node node : cluster.nodeList()) {
            Boolean former = nodesUp.put(node.id(), node.up());
            if (former != null && former != node.up()) {
                add(
                        atMillis,
                        node.up() ? "node-up" : "node-down",
                        "Node " + node.id() + (node.up() ? " is back" : " does not answer"));
            }
        }
        for (ClusterReply.Group group : cluster.groupList()) {
            Integer former = leaders.put(group.id(), group.leader());
            if (former != null && former != group.leader()) {
                add(atMillis, "leader", text(group, former));
            }
        }
        leaders.keySet()
                .retainAll(
                        cluster.groupList().stream().map(ClusterReply.Group::id).toList());
    }

    private static String text(ClusterReply.Group group, int former) {
        if (group.leader() == 0) {
            return "Group " + group.id() + " lost its leader, node " + former;
        }
        String from = former == 0 ? "" : ", after node " + former;
        return "Node " + group.leader() + " leads group " + group.id() + " in term " + group.term() + from;
    }

    private void add(long atMillis, String kind, String text) {
        if (events.size() >= EVENTS_MAX) {
            events.removeLast();
        }
        events.addFirst(new Event(atMillis, kind, text));
    }

    /// Newest first.
    public synchronized List<Event> newest() {
        return List.copyOf(events);
    }
}
