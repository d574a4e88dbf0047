package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.boot.GroupLogs;
import dev.stationmaster.engine.replication.GroupId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/// Nodes with real Ratis in one JVM, joined by a transport in memory that can lose and repeat what it carries.
final class TestCluster implements AutoCloseable {
    final Map<Integer, NodeGroups> nodes = new ConcurrentHashMap<>();
    final Map<String, ListMachine> machines = new ConcurrentHashMap<>();
    final Map<String, String> stopped = new ConcurrentHashMap<>();
    private final List<NodeConfig.Member> members = new ArrayList<>();
    private final Map<Integer, ExecutorService> wires = new ConcurrentHashMap<>();
    private final Path base;

    /// Whether something from one node to another is lost.
    volatile BiPredicate<Integer, Integer> lost = (from, to) -> false;

    /// How many copies of a batch arrive.
    volatile java.util.function.IntSupplier copies = () -> 1;

    TestCluster(Path base, int nodeCount) throws IOException {
        this.base = base;
        List<ServerSocket> sockets = new ArrayList<>();
        for (int node = 1; node <= nodeCount; node++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            sockets.add(socket);
            members.add(new NodeConfig.Member(node, "disk" + node, "127.0.0.1", 1, socket.getLocalPort(), 1));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
    }

    NodeConfig config(int node) {
        return new NodeConfig(
                node,
                "node-" + node,
                "test",
                "secret",
                base.resolve("node-" + node),
                "127.0.0.1",
                new NodeConfig.Ports(-1, -1, -1, members.get(node - 1).clusterPort(), -1),
                members,
                NodeConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                1 << 20,
                new NodeConfig.Access(false, "", "", "", List.of()),
                Optional.empty());
    }

    void startAll() {
        startEach(this::start);
    }

    void startAll(GroupMachine.Factory factory) {
        startEach(node -> start(node, factory));
    }

    private void startEach(java.util.function.IntConsumer start) {
        List<Thread> threads = new ArrayList<>();
        for (NodeConfig.Member member : members) {
            threads.add(Thread.ofPlatform().start(() -> start.accept(member.node())));
        }
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    NodeGroups start(int node) {
        return start(node, (context, directory) -> {
            ListMachine machine = new ListMachine(context);
            machines.put(node + "/" + context.group(), machine);
            return machine;
        });
    }

    NodeGroups start(int node, GroupMachine.Factory factory) {
        try {
            Files.createDirectories(base.resolve("node-" + node));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        NodeConfig config = config(node);
        wires.computeIfAbsent(
                node,
                n -> Executors.newSingleThreadExecutor(r -> {
                    Thread thread = new Thread(r, "wire to " + n);
                    thread.setDaemon(true);
                    return thread;
                }));
        BiConsumer<GroupId, String> onBroken = (group, reason) -> stopped.put(node + "/" + group, reason);
        NodeGroups groups =
                new NodeGroups(config, GroupLogs.ofCluster(config), transport(node), factory, factory, onBroken);
        groups.start();
        nodes.put(node, groups);
        return groups;
    }

    void stop(int node) {
        NodeGroups groups = nodes.remove(node);
        if (groups != null) {
            groups.close();
        }
    }

    /// Node that leads the group and is ready, 0 for none.
    int leaderOf(GroupId group) {
        for (Map.Entry<Integer, NodeGroups> entry : nodes.entrySet()) {
            ListMachine machine = machines.get(entry.getKey() + "/" + group);
            if (machine != null && machine.context.isLeader()) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /// Waits until a node of this JVM knows who leads the group: on a busy machine commands would be refused before.
    void awaitLeader(GroupId group) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> nodes.values().stream().anyMatch(node -> node.leader(group) != 0));
    }

    private BatchTransport transport(int from) {
        return new BatchTransport() {
            @Override
            public boolean sendBatch(int node, Batch batch) {
                if (!nodes.containsKey(node)) {
                    return false;
                }
                ByteBuffer bytes = ByteBuffer.allocate(batch.encodedLength());
                batch.writeTo(bytes);
                for (int i = 0; i < copies.getAsInt(); i++) {
                    if (!lost.test(from, node)) {
                        wires.get(node).execute(() -> {
                            NodeGroups target = nodes.get(node);
                            if (target != null) {
                                Batch read = Batch.read(ByteBuffer.wrap(bytes.array()));
                                target.onBatch(from, read, reply -> sendReply(node, from, reply));
                            }
                        });
                    }
                }
                return true;
            }

            @Override
            public boolean sendRequest(int node, GroupId group, GroupRequest request) {
                NodeGroups target = nodes.get(node);
                if (target == null) {
                    return false;
                }
                wires.get(node).execute(() -> target.onRequest(from, group, request));
                return true;
            }
        };
    }

    private void sendReply(int from, int to, BatchReply reply) {
        if (lost.test(from, to)) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(reply.encodedLength());
        reply.writeTo(bytes);
        wires.get(to).execute(() -> {
            NodeGroups target = nodes.get(to);
            if (target != null) {
                target.onBatchReply(from, BatchReply.read(ByteBuffer.wrap(bytes.array())));
            }
        });
    }

    @Override
    public void close() {
        List<Thread> threads = new ArrayList<>();
        for (int node : List.copyOf(nodes.keySet())) {
            threads.add(Thread.ofPlatform().start(() -> stop(node)));
        }
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        wires.values().forEach(ExecutorService::shutdownNow);
    }
}
