package dev.stationmaster.engine.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.LogReplica;
import dev.stationmaster.engine.replication.Payloads;
import dev.stationmaster.engine.replication.ReplicatedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilentPeersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final List<Integer> NODES = List.of(1, 2, 3);

    @TempDir
    Path directory;

    private final Map<Integer, RatisLogs> servers = new HashMap<>();
    private final Map<Integer, ReplicatedLog> logs = new HashMap<>();
    private final Map<Integer, Replica> replicas = new HashMap<>();
    /// By the node that connects, then by the node that it connects to.
    private final Map<Integer, Map<Integer, StallingProxy>> ways = new HashMap<>();

    @AfterEach
    void close() throws IOException {
        servers.values().forEach(RatisLogs::close);
        for (Map<Integer, StallingProxy> from : ways.values()) {
            for (StallingProxy way : from.values()) {
                way.close();
            }
        }
    }

    @Test
    void aFollowerBehindAHalfOpenConnectionHearsOfItsLeaderAgain() throws Exception {
        start();
        await().atMost(Duration.ofSeconds(30)).until(() -> leader() != 0);
        int leader = leader();
        int follower = leader % 3 + 1;
        propose(leader, 1);

        way(leader, follower).stall();
        await().atMost(Duration.ofSeconds(10)).until(() -> log(follower).leader() == 0);
        propose(leader, 2);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(replica(follower).entries)
                        .as("entries applied")
                        .hasValue(2));
        assertThat(log(follower).leader()).isEqualTo(leader);
        assertThat(leader()).as("no other leader was needed").isEqualTo(leader);
    }

    private StallingProxy way(int from, int to) {
        return ways.getOrDefault(from, Map.of()).get(to);
    }

    private ReplicatedLog log(int node) {
        return logs.get(node);
    }

    private Replica replica(int node) {
        return replicas.get(node);
    }

    /// The leader that all agree upon, 0 without one.
    private int leader() {
        List<Integer> known =
                logs.values().stream().map(ReplicatedLog::leader).distinct().toList();
        boolean ready = known.size() == 1
                && known.getFirst() != 0
                && log(known.getFirst()).isLeaderReady();
        return ready ? known.getFirst() : 0;
    }

    private void propose(int leader, int entries) throws Exception {
        CompletableFuture<ReplicatedLog.Proposed> proposed = new CompletableFuture<>();
        log(leader)
                .propose(new ReplicatedLog.Proposal(new byte[8], Payloads.of(new byte[64]), true, proposed::complete));
        assertThat(proposed.get(10, TimeUnit.SECONDS)).isEqualTo(ReplicatedLog.Proposed.APPLIED);
        assertThat(replica(leader).entries).hasValue(entries);
    }

    private void start() throws Exception {
        Map<Integer, Integer> ports = new HashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        for (int node : NODES) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            held.add(socket);
            ports.put(node, socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        for (int node : NODES) {
            Map<Integer, StallingProxy> own = new HashMap<>();
            for (int other : NODES) {
                own.put(other, new StallingProxy(ports.getOrDefault(other, 0)));
            }
            ways.put(node, own);
            RatisLogs server = new RatisLogs(config(node, ports, own), PATIENCE);
            Replica replica = new Replica();
            servers.put(node, server);
            replicas.put(node, replica);
            server.start();
            logs.put(node, server.open(GroupId.META, NODES, replica));
        }
    }

    private NodeConfig config(int node, Map<Integer, Integer> ports, Map<Integer, StallingProxy> own)
            throws IOException {
        List<NodeConfig.Member> members = IntStream.rangeClosed(1, 3)
                .mapToObj(other -> new NodeConfig.Member(
                        other,
                        "disk" + other,
                        "127.0.0.1",
                        1,
                        other == node
                                ? ports.getOrDefault(other, 0)
                                : own.get(other).port(),
                        1))
                .toList();
        return new NodeConfig(
                node,
                "node-" + node,
                "test",
                "secret",
                Files.createDirectories(directory.resolve("node-" + node)),
                "127.0.0.1",
                new NodeConfig.Ports(-1, -1, -1, ports.getOrDefault(node, 0), -1),
                members,
                NodeConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                1 << 20,
                new NodeConfig.Access(false, "", "", "", List.of()),
                Optional.empty());
    }

    private static final class Replica implements LogReplica {
        final AtomicInteger entries = new AtomicInteger();
        private volatile Position applied = Position.NONE;

        @Override
        public Position durablePosition() {
            return Position.NONE;
        }

        @Override
        public void onEntry(Position position, ByteBuffer header, Payloads payload, Runnable done) {
            applied = position;
            entries.incrementAndGet();
            done.run();
        }

        @Override
        public void onIndex(Position position) {
            applied = position;
        }

        @Override
        public void onLeaderReady(long term) {}

        @Override
        public void onLeaderLost() {}

        @Override
        public void onLeaderChanged(int node, long term) {}

        @Override
        public Position appliedPosition() {
            return applied;
        }

        @Override
        public void onLogFailed(String reason) {}
    }
}
