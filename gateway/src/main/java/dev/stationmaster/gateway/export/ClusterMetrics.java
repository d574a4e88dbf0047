package dev.stationmaster.gateway.export;

import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.GroupFigures;
import dev.stationmaster.gateway.watch.GroupStats;
import dev.stationmaster.gateway.watch.Picture;
import dev.stationmaster.gateway.watch.StationFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Nodes, groups, stations and consumer groups as metrics, from one picture; partitions from their leaders
/// only, so
/// that
/// sums are right.
final class ClusterMetrics {
    private static final String ACCOUNT = "$memphis";

    private final Picture picture;
    private final Optional<Map<String, Long>> deadLetters;
    private final Exposition out;

    /// @param deadLetters by station, empty while the database is away
    ClusterMetrics(Picture picture, Optional<Map<String, Long>> deadLetters, Exposition out) {
        this.picture = picture;
        this.deadLetters = deadLetters;
        this.out = out;
    }

    void collect() {
        picture.cluster().ifPresent(this::cluster);
        totals();
        picture.stations().forEach(this::station);
    }

    private void cluster(ClusterReply cluster) {
        out.gauge(
                "memphis_cluster_nodes",
                "Nodes of the cluster",
                Map.of(),
                cluster.nodeList().size());
        for (ClusterReply.Node node : cluster.nodeList()) {
            Map<String, String> labels = Map.of("node", Integer.toString(node.id()));
            out.gauge("memphis_node_up", "Whether the node answers the others", labels, node.up() ? 1 : 0);
            out.gauge("memphis_node_leads", "Partitions that the node leads", labels, node.leads());
            number("memphis_node_connections", "Client connections", labels, node.connections());
            number("memphis_node_in_messages", "Messages received from clients since start", labels, node.inMsgs());
            number("memphis_node_out_messages", "Messages sent to clients since start", labels, node.outMsgs());
            number("memphis_node_memory_bytes", "Memory of the process", labels, node.memoryBytes());
            number("memphis_node_disk_bytes", "Bytes of the node's data", labels, node.diskBytes());
            number("memphis_node_disk_free_bytes", "Free bytes on its disk", labels, node.diskFreeBytes());
            number("memphis_node_cpu_percent", "Processor time of the process", labels, node.cpuPercent());
        }
        for (ClusterReply.Group group : cluster.groupList()) {
            Map<String, String> labels = Map.of("group", group.id());
            out.gauge("memphis_raft_leader", "Node that leads the group, 0 for none", labels, group.leader());
            out.gauge("memphis_raft_term", "Term of the group", labels, group.term());
            out.gauge(
                    "memphis_raft_has_quorum",
                    "Whether most members are up",
                    labels,
                    2 * upMembers(group) > group.memberList().size() ? 1 : 0);
        }
    }

    private static long upMembers(ClusterReply.Group group) {
        return group.memberList().stream()
                .filter(member -> !"down".equals(member.state()))
                .count();
    }

    private void number(String name, String help, Map<String, String> labels, @Nullable Number value) {
        if (value != null) {
            out.gauge(name, help, labels, value);
        }
    }

    private void totals() {
        Map<String, String> server = server(0);
        List<StationFigures> stations = picture.stations();
        out.gauge(
                "memphis_server_total_streams",
                "Streams",
                server,
                stations.stream().mapToLong(s -> s.partitions().size()).sum());
        out.gauge(
                "memphis_server_total_consumers",
                "Consumers of all streams",
                server,
                stations.stream()
                        .flatMap(s -> s.groups().stream())
                        .mapToLong(g -> g.partitions().size())
                        .sum());
        out.gauge("memphis_server_total_messages", "Messages stored", server, total(true));
        out.gauge("memphis_server_total_message_bytes", "Bytes stored", server, total(false));
    }

    private long total(boolean messages) {
        return picture.sample().streams().values().stream()
                .mapToLong(stream -> messages ? stream.messages() : stream.bytes())
                .sum();
    }

    private void station(StationFigures station) {
        for (StationFigures.OnPartition on : station.partitions()) {
            GroupStats.Stream stream = on.stream();
            if (stream != null) {
                stream(station, on, stream);
            }
        }
        for (GroupFigures group : station.groups()) {
            group.partitions().forEach(on -> consumer(station, group, on));
        }
        deadLetters.ifPresent(counts -> {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("account", ACCOUNT);
            labels.put("station", station.name());
            out.gauge("memphis_dls_messages", "Dead letters held", labels, counts.getOrDefault(station.name(), 0L));
        });
    }

    private void stream(StationFigures station, StationFigures.OnPartition on, GroupStats.Stream stream) {
        Map<String, String> labels =
                stationLabels(station.name(), on.partition().partition());
        out.gauge("memphis_station_messages", "Messages stored now", labels, stream.messages());
        out.gauge("memphis_station_bytes", "Bytes stored now", labels, stream.bytes());
        out.counter(
                "memphis_station_produced_messages_total", "Messages accepted by the log", labels, stream.lastSeq());
        Map<String, String> jsz = streamLabels(on.leader(), stream.stream());
        out.gauge("memphis_stream_total_messages", "Messages stored", jsz, stream.messages());
        out.gauge("memphis_stream_total_bytes", "Bytes stored", jsz, stream.bytes());
        out.gauge("memphis_stream_first_seq", "First sequence", jsz, stream.firstSeq());
        out.gauge("memphis_stream_last_seq", "Last sequence", jsz, stream.lastSeq());
        out.gauge(
                "memphis_stream_consumer_count",
                "Consumers",
                jsz,
                stream.consumerList().size());
    }

    private void consumer(StationFigures station, GroupFigures group, GroupFigures.OnPartition on) {
        GroupStats.Consumer consumer = on.consumer();
        Map<String, String> labels = stationLabels(station.name(), on.partition());
        labels.put("consumer_group", group.name());
        out.counter(
                "memphis_station_delivered_messages_total",
                "Deliveries since the leader took over",
                labels,
                consumer.delivered());
        out.gauge("memphis_cg_lag_messages", "Undelivered and ack pending", labels, consumer.lag());
        out.gauge("memphis_cg_pending_messages", "Not yet delivered", labels, consumer.undelivered());
        out.gauge("memphis_cg_ack_pending_messages", "Delivered, not settled", labels, consumer.ackPending());
        Long oldest = consumer.oldestUnsettledMillis();
        out.gauge(
                "memphis_cg_lag_seconds",
                "Age of the oldest unsettled message",
                labels,
                oldest == null ? 0 : Math.max(0, (picture.sample().atMillis() - oldest) / 1000.0));
        out.counter("memphis_cg_acked_total", "Acks since the leader took over", labels, consumer.acked());
        out.counter("memphis_cg_redelivered_total", "Redelivered messages", labels, consumer.redelivered());
        jszConsumer(station, on, consumer);
    }

    private void jszConsumer(StationFigures station, GroupFigures.OnPartition on, GroupStats.Consumer consumer) {
        StationFigures.OnPartition partition = station.partitions().stream()
                .filter(p -> p.partition().partition() == on.partition())
                .findFirst()
                .orElseThrow();
        Map<String, String> labels = streamLabels(partition.leader(), partition.partition().stream());
        labels.put("consumer_name", consumer.name());
        labels.put("consumer_leader", nodeName(partition.leader()));
        labels.put("is_consumer_leader", "true");
        labels.put("consumer_desc", "");
        out.gauge("memphis_consumer_delivered_consumer_seq", "Deliveries", labels, consumer.delivered());
        out.gauge("memphis_consumer_delivered_stream_seq", "Last delivered", labels, consumer.deliveredSeq());
        out.gauge("memphis_consumer_num_ack_pending", "Delivered, not settled", labels, consumer.ackPending());
        out.gauge("memphis_consumer_num_redelivered", "Redelivered", labels, consumer.redelivered());
        out.gauge("memphis_consumer_num_waiting", "Waiting pulls", labels, consumer.waiting());
        out.gauge("memphis_consumer_num_pending", "Not yet delivered", labels, consumer.undelivered());
        out.gauge("memphis_consumer_ack_floor_stream_seq", "Ack floor", labels, consumer.ackFloorSeq());
    }

    private static Map<String, String> stationLabels(String station, int partition) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("account", ACCOUNT);
        labels.put("station", station);
        labels.put("partition", Integer.toString(partition));
        return labels;
    }

    private Map<String, String> streamLabels(int leader, String stream) {
        Map<String, String> labels = server(leader);
        labels.put("account", ACCOUNT);
        labels.put("account_id", "1");
        labels.put("stream_name", stream);
        labels.put("stream_leader", nodeName(leader));
        labels.put("is_stream_leader", "true");
        return labels;
    }

    /// @param node 0 for the cluster as a whole, which its meta leader stands for
    private Map<String, String> server(int node) {
        int meta = picture.cluster().map(ClusterReply::metaLeader).orElse(0);
        int shown = node == 0 ? meta : node;
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("server_id", nodeName(shown));
        labels.put("server_name", nodeName(shown));
        labels.put("cluster", picture.cluster().map(ClusterReply::clusterName).orElse(""));
        labels.put("domain", "");
        labels.put("meta_leader", nodeName(meta));
        labels.put("is_meta_leader", Boolean.toString(shown == meta));
        return labels;
    }

    private static String nodeName(int node) {
        return node == 0 ? "" : "memphis-" + (node - 1);
    }
}
