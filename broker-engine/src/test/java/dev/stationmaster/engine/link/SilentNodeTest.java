package dev.stationmaster.engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes with a proxy before each.
class SilentNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BEAT = Duration.ofMillis(400);

    /// Four intervals, and something for a machine that has other things to do.
    private static final Duration NOTICED =
            BEAT.multipliedBy(Silence.LOOKS_MAX + 1).plusSeconds(2);

    private HoldingProxy beforeOne;
    private HoldingProxy beforeTwo;
    private LinkedNode one;
    private LinkedNode two;

    @BeforeEach
    void start() throws Exception {
        int portOne;
        int portTwo;
        try (ServerSocket first = new ServerSocket(0);
                ServerSocket second = new ServerSocket(0)) {
            portOne = first.getLocalPort();
            portTwo = second.getLocalPort();
        }
        beforeOne = new HoldingProxy(portOne);
        beforeTwo = new HoldingProxy(portTwo);
        List<NodeConfig.Member> members = List.of(member(1, beforeOne), member(2, beforeTwo));
        one = new LinkedNode(1, "secret", portOne, members, BEAT);
        two = new LinkedNode(2, "secret", portTwo, members, BEAT);
        one.links.start();
        two.links.start();
        await().atMost(PATIENCE).until(() -> one.isUp() && two.isUp());
    }

    private static NodeConfig.Member member(int node, HoldingProxy before) {
        return new NodeConfig.Member(node, "d" + node, "127.0.0.1", 0, 0, before.port());
    }

    @AfterEach
    void close() throws Exception {
        one.links.close();
        two.links.close();
        beforeOne.close();
        beforeTwo.close();
    }

    @Test
    void aNodeThatFallsSilentIsDownUntilItIsHeardAgain() {
        Queue<Message> got = new ConcurrentLinkedQueue<>();
        two.board.subscribe("a", "", (subscription, message) -> got.add(message));
        await().atMost(PATIENCE).until(() -> one.board.hasInterest("a"));

        beforeOne.hold();
        beforeTwo.hold();
        await().atMost(NOTICED).until(() -> !one.isUp() && !two.isUp() && !one.board.hasInterest("a"));
        assertThat(one.host.downs.get()).isEqualTo(1);

        beforeOne.letGo();
        beforeTwo.letGo();
        await().atMost(PATIENCE).until(() -> one.isUp() && two.isUp() && one.board.hasInterest("a"));
        one.board.publish(Message.of("a", new byte[] {1}), ClientIdentity.ofNode(1));
        await().atMost(PATIENCE).until(() -> got.size() == 1);
    }

    @Test
    void theOtherNodesLeadersAreKnownAgainWhenOnlyTheOwnConnectionEnded() {
        two.host.leaderListener.onLeader(GroupId.META, 1, 2);
        await().atMost(PATIENCE).until(() -> one.host.leaders.containsKey(GroupId.META));

        beforeTwo.hold();
        await().atMost(NOTICED).until(() -> !one.isUp() && one.host.leaders.isEmpty());
        assertThat(two.isUp()).isTrue();

        beforeTwo.letGo();
        await().atMost(PATIENCE).until(() -> one.isUp() && one.host.leaders.containsKey(GroupId.META));
    }

    @Test
    void steadyTrafficOneWayAndNothingBackIsNoSilence() {
        await().during(BEAT.multipliedBy(2L * Silence.LOOKS_MAX))
                .atMost(PATIENCE)
                .until(() -> one.links.sendRequest(2, GroupId.META, request(10_000)) && isUndisturbed());
    }

    @Test
    void aSlowNodeThatAnswersLateIsNotSilent() {
        int requests = 200;
        two.host.onRequest = () -> LockSupport.parkNanos(20_000_000);
        for (int at = 0; at < requests; at++) {
            assertThat(one.links.sendRequest(2, GroupId.META, request(1_000_000)))
                    .isTrue();
        }
        await().atMost(PATIENCE).until(() -> two.host.requests.get() == requests);
        assertThat(isUndisturbed()).isTrue();
    }

    private boolean isUndisturbed() {
        return one.isUp() && two.isUp() && one.host.downs.get() + two.host.downs.get() == 0;
    }

    private static GroupRequest request(int bytes) {
        return new GroupRequest(new Message("a", "", new byte[0], new byte[bytes]), ClientIdentity.ofNode(1));
    }
}
