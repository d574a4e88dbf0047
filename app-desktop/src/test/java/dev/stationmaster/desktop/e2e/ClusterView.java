package dev.stationmaster.desktop.e2e;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// Who leads and who keeps up, as the brokers themselves say it.
final class ClusterView {
    private ClusterView() {}

    /// The node that leads the group of the station's only partition, asked at any node.
    static int leader(int port, String station) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> group(port, station).path("leader").asInt(0), leader -> leader > 0);
    }

    /// Waits until `node` follows with nothing left to catch up in any group.
    static void awaitCaughtUp(int port, int node) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> caughtUp(RawClient.ask(port, "$SM.API.CLUSTER", "{}"), node));
    }

    private static boolean caughtUp(JsonNode cluster, int node) {
        List<JsonNode> mine = cluster.get("groups")
                .valueStream()
                .flatMap(group -> group.get("members").valueStream())
                .filter(member -> member.get("node").asInt() == node)
                .toList();
        return !mine.isEmpty()
                && mine.stream()
                        .allMatch(member -> !"down".equals(member.get("state").asString())
                                && member.get("lag").asLong() <= 16);
    }

    private static JsonNode group(int port, String station) {
        String id = RawClient.ask(port, "$SM.API.STATIONS", "{}")
                .get("stations")
                .valueStream()
                .filter(row -> station.equals(row.get("name").asString()))
                .findFirst()
                .orElseThrow()
                .get("partitions")
                .get(0)
                .get("group")
                .asString();
        return RawClient.ask(port, "$SM.API.CLUSTER", "{}")
                .get("groups")
                .valueStream()
                .filter(row -> id.equals(row.get("id").asString()))
                .findFirst()
                .orElseThrow();
    }
}
