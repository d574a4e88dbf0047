package dev.stationmaster.gateway.watch;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.core.JacksonException;

/// Asks the brokers for one [Sample]: the cluster and the stations from any node, the figures from each group's
/// leader.
final class Poller {
    private static final byte[] NOTHING = "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    private final BrokerLink link;

    Poller(BrokerLink link) {
        this.link = link;
    }

    Sample poll() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<ClusterReply>> cluster = threads.submit(() -> ask("$SM.API.CLUSTER", ClusterReply.class));
            Optional<List<StationsReply.Station>> stations =
                    ask("$SM.API.STATIONS", StationsReply.class).map(StationsReply::stationList);
            Map<String, Future<Optional<GroupStats>>> asked = new LinkedHashMap<>();
            for (String group : groups(stations.orElse(List.of()))) {
                asked.put(group, threads.submit(() -> ask("$SM.API.GROUP.STATS." + group, GroupStats.class)));
            }
            return sample(get(cluster), stations, asked);
        }
    }

    private static Set<String> groups(List<StationsReply.Station> stations) {
        Set<String> groups = new LinkedHashSet<>();
        stations.forEach(station -> station.partitionList().forEach(partition -> groups.add(partition.group())));
        return groups;
    }

    private static Sample sample(
            Optional<ClusterReply> cluster,
            Optional<List<StationsReply.Station>> stations,
            Map<String, Future<Optional<GroupStats>>> asked)
            throws InterruptedException {
        Map<String, GroupStats.Stream> streams = new HashMap<>();
        Map<String, Integer> leaders = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Future<Optional<GroupStats>>> group : asked.entrySet()) {
            Optional<GroupStats> stats = get(group.getValue());
            if (stats.isEmpty()) {
                missing.add(group.getKey());
            } else {
                stats.get().streamList().forEach(stream -> {
                    streams.put(stream.stream(), stream);
                    leaders.put(stream.stream(), stats.get().leader());
                });
            }
        }
        return new Sample(System.nanoTime(), System.currentTimeMillis(), cluster, stations, streams, leaders, missing);
    }

    private static <T> Optional<T> get(Future<Optional<T>> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking the brokers failed", e.getCause());
        }
    }

    /// Empty when nobody answered, or not with that.
    private <T> Optional<T> ask(String subject, Class<T> type) {
        try {
            byte[] reply = link.request(subject, NOTHING, TIMEOUT);
            return reply.length == 0 ? Optional.empty() : Optional.ofNullable(Json.read(reply, type));
        } catch (BrokerException | JacksonException _) {
            return Optional.empty();
        }
    }
}
