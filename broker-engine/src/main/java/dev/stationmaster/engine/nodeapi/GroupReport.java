package dev.stationmaster.engine.nodeapi;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.monitor.NodeReport;
import dev.stationmaster.engine.monitor.StreamsQuery;
import dev.stationmaster.engine.partition.GroupHost;
import dev.stationmaster.engine.replication.GroupId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What the monitoring pages say of groups, streams and links of this node. Thread-safe.
public final class GroupReport implements NodeReport {
    private final NodeConfig config;
    private final Directory directory;
    private final GroupHost groups;
    private final IntPredicate linked;
    private final LongSupplier flushes;
    private final IntFunction<String> names;
    private final Supplier<List<AccountStreams>> accounts;

    /// @param linked whether this node can send to another one
    /// @param flushes how often the logs of this node were flushed
    /// @param names of the members by number
    /// @param accounts that keep streams
    public GroupReport(
            NodeConfig config,
            Directory directory,
            GroupHost groups,
            IntPredicate linked,
            LongSupplier flushes,
            IntFunction<String> names,
            Supplier<List<AccountStreams>> accounts) {
        this.accounts = accounts;
        this.config = config;
        this.directory = directory;
        this.groups = groups;
        this.linked = linked;
        this.flushes = flushes;
        this.names = names;
    }

    /// Name of a supervised node.
    public static String numbered(int node) {
        return "memphis-" + (node - 1);
    }

    @Override
    public Optional<String> problem() {
        if (groups.leader(GroupId.META) == 0) {
            return Optional.of("JetStream has not established contact with a meta leader");
        }
        return groups.status().stream()
                .filter(group -> group.leader() == 0)
                .map(group -> "group " + group.group() + " has no leader")
                .findFirst();
    }

    @Override
    public Map<String, Object> jetStream() {
        Map<String, Object> stats = Map.of("streams", directory.streams().size(), "log_flushes", flushes.getAsLong());
        Map<String, Object> settings = Map.of(
                "max_memory",
                0,
                "max_storage",
                -1,
                "store_dir",
                config.directory().toString());
        return config.members().size() == 1
                ? Map.of("config", settings, "stats", stats)
                : Map.of("config", settings, "stats", stats, "meta", meta());
    }

    @Override
    public Optional<Map<String, Object>> streams(StreamsQuery query) {
        if (query.leaderOnly() && groups.leader(GroupId.META) != config.node()) {
            return Optional.empty();
        }
        boolean alone = config.members().size() == 1;
        Map<String, Object> json =
                StreamsPage.of(query, accounts.get(), jetStream().getOrDefault("config", Map.of()), alone);
        if (!alone) {
            json.put("meta_cluster", meta());
        }
        return Optional.of(json);
    }

    private Map<String, Object> meta() {
        return Map.of(
                "name",
                config.clusterName(),
                "leader",
                names.apply(groups.leader(GroupId.META)),
                "cluster_size",
                config.members().size());
    }

    @Override
    public List<Map<String, Object>> routes() {
        return config.members().stream()
                .filter(member -> linked.test(member.node()))
                .map(member -> Map.<String, Object>of(
                        "rid",
                        member.node(),
                        "remote_name",
                        names.apply(member.node()),
                        "ip",
                        member.host(),
                        "port",
                        member.linkPort()))
                .toList();
    }
}
