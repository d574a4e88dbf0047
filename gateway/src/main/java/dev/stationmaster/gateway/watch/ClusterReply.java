package dev.stationmaster.gateway.watch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reply to `$SM.API.CLUSTER`. Figures of a node that did not answer are null.
public record ClusterReply(
        @Nullable String cluster,
        int node,
        int metaLeader,
        @Nullable String sync,
        @Nullable List<Node> nodes,
        @Nullable List<Group> groups,
        @Nullable List<Integer> missing) {

    public record Node(
            int id,
            @Nullable String name,
            @Nullable String client,
            @Nullable String websocket,
            @Nullable String monitor,
            boolean up,
            @Nullable Integer connections,
            @Nullable Long subscriptions,
            @Nullable Long slowConsumers,
            @Nullable Long inMsgs,
            @Nullable Long outMsgs,
            @Nullable Long inBytes,
            @Nullable Long outBytes,
            @Nullable Double cpuPercent,
            @Nullable Long memoryBytes,
            @Nullable Long heapBytes,
            @Nullable Long diskBytes,
            @Nullable Long diskFreeBytes,
            @Nullable Long uptimeMs,
            int leads,
            int holds) {}

    public record Group(
            String id, int leader, long term, @Nullable List<Member> members, long commitIndex) {
        public List<Member> memberList() {
            return members == null ? List.of() : members;
        }
    }

    public record Member(int node, long lag, @Nullable String state) {}

    public List<Node> nodeList() {
        return nodes == null ? List.of() : nodes;
    }

    public List<Group> groupList() {
        return groups == null ? List.of() : groups;
    }

    public List<Integer> missingList() {
        return missing == null ? List.of() : missing;
    }

    /// `always` or `interval`; `""` when the broker did not say.
    public String syncName() {
        return sync == null ? "" : sync;
    }

    public String clusterName() {
        return cluster == null ? "" : cluster;
    }
}
