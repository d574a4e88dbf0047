package dev.stationmaster.engine.link;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.partition.Batch;
import dev.stationmaster.engine.partition.BatchReply;
import dev.stationmaster.engine.partition.GroupHost;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.partition.GroupStatus;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.router.SwitchBoard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One of two nodes that consist of a router and their links.
final class LinkedNode {
    final int number;
    final SwitchBoard board = new SwitchBoard();
    final FakeHost host = new FakeHost(board);
    final Links links;

    /// @param port of its own links
    /// @param members where it dials the others
    /// @param beat how often it asks for a sign of life
    LinkedNode(int number, String secret, int port, List<NodeConfig.Member> members, Duration beat) {
        this.number = number;
        NodeConfig config = new NodeConfig(
                number,
                "n" + number,
                "test",
                secret,
                Path.of("."),
                "127.0.0.1",
                new NodeConfig.Ports(0, 0, 0, 0, port),
                members,
                NodeConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                1 << 20,
                new NodeConfig.Access(false, "", "", "", List.of()),
                Optional.empty());
        links = new Links(config, () -> host, board, new AppliedWatch(number), beat);
        board.join(links);
    }

    boolean isUp() {
        return links.isUp(3 - number);
    }

    static final class FakeHost implements GroupHost {
        final AtomicInteger requests = new AtomicInteger();
        final AtomicInteger withoutInterest = new AtomicInteger();
        final AtomicInteger downs = new AtomicInteger();

        /// As the group's own, forgotten when the link to the leader ends.
        final Map<GroupId, Integer> leaders = new ConcurrentHashMap<>();

        volatile Runnable onRequest = () -> {};
        volatile LeaderListener leaderListener = (group, term, leader) -> {};
        private final SwitchBoard board;

        FakeHost(SwitchBoard board) {
            this.board = board;
        }

        @Override
        public void onRequest(int fromNode, GroupId group, GroupRequest request) {
            if (!board.hasInterest(request.message().reply())) {
                withoutInterest.incrementAndGet();
            }
            onRequest.run();
            requests.incrementAndGet();
        }

        @Override
        public void start() {}

        @Override
        public void close() {}

        @Override
        public List<GroupId> groups() {
            return List.of();
        }

        @Override
        public List<GroupStatus> status() {
            return List.of();
        }

        @Override
        public List<Integer> members(GroupId group) {
            return List.of();
        }

        @Override
        public void proposeRaw(GroupId group, byte[] command, OutcomeHandler handler) {}

        @Override
        public void onBatch(int fromNode, Batch batch, Consumer<BatchReply> reply) {}

        @Override
        public void onBatchReply(int fromNode, BatchReply reply) {}

        @Override
        public void onLeaderHint(GroupId group, long term, int leader) {
            leaders.put(group, leader);
        }

        @Override
        public void onLinkUp(int node) {}

        @Override
        public void onLinkDown(int node) {
            leaders.values().removeIf(leader -> leader == node);
            downs.incrementAndGet();
        }

        @Override
        public void onLeaderChange(LeaderListener listener) {
            leaderListener = listener;
        }

        @Override
        public void propose(GroupId group, PartitionCommand command, OutcomeHandler handler) {}

        @Override
        public void request(GroupId group, GroupRequest request) {}

        @Override
        public int leader(GroupId group) {
            return 0;
        }
    }
}
