package dev.stationmaster.gateway.management.console;

import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.watch.ClusterReply;
import java.util.List;

/// The cluster's health in one word and one sentence.
record Health(String state, String sentence) {

    /// @param groups those that hold partitions, and the meta group
    static Health of(List<ClusterView.Node> nodes, List<ClusterReply.Group> groups, boolean fresh) {
        if (!fresh) {
            return new Health("down", "No broker answers. Nothing can be published or consumed until one does");
        }
        List<ClusterView.Node> bad =
                nodes.stream().filter(node -> !node.state().equals("healthy")).toList();
        List<String> leaderless = groups.stream()
                .filter(group -> group.leader() == 0)
                .map(ClusterReply.Group::id)
                .toList();
        if (!leaderless.isEmpty()) {
            return new Health(
                    "degraded",
                    "No leader for " + String.join(", ", leaderless)
                            + ": partitions there wait until most of their nodes are back");
        }
        if (!bad.isEmpty()) {
            ClusterView.Node first = bad.getFirst();
            String others = bad.size() == 1 ? "" : ", and " + (bad.size() - 1) + " more";
            return new Health(
                    "degraded",
                    "Node " + first.id() + " is " + first.state() + others
                            + "; publishing and consuming go on through the others");
        }
        return new Health(
                "healthy",
                nodes.size() == 1
                        ? "The node is up"
                        : "All " + nodes.size() + " nodes are up, every group has a leader");
    }
}
