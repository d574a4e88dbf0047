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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<LinkedNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(node -> node.links.close());
    }

    @Test
    void aMessageReachesInterestOnTheOtherNode() throws Exception {
        start("secret", "secret");
        await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(LinkedNode::isUp));
        Queue<Message> got = new ConcurrentLinkedQueue<>();
        nodes.get(1).board.subscribe("a.*", "", (subscription, message) -> got.add(message));
        await().atMost(PATIENCE).until(() -> nodes.get(0).board.hasInterest("a.b"));
        byte[] payload = new byte[1 << 20];
        nodes.get(0).board.publish(new Message("a.b", "r", new byte[0], payload), ClientIdentity.ofNode(1));
        await().atMost(PATIENCE).until(() -> got.size() == 1);
        assertThat(got.peek().payload()).hasSize(1 << 20);
        assertThat(got.peek().reply()).isEqualTo("r");
    }

    @Test
    void aQueueGroupOverTwoNodesGetsEachMessageOnce() throws Exception {
        start("secret", "secret");
        AtomicInteger got = new AtomicInteger();
        for (LinkedNode node : nodes) {
            node.board.subscribe("work", "q", (subscription, message) -> got.incrementAndGet());
        }
        await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(LinkedNode::isUp));
        for (int at = 0; at < 100; at++) {
            nodes.get(at % 2).board.publish(Message.of("work", new byte[] {1}), ClientIdentity.ofNode(1));
        }
        await().atMost(PATIENCE).until(() -> got.get() >= 100);
        assertThat(got.get()).isEqualTo(100);
    }

    @Test
    void interestMadeJustBeforeARequestIsKnownWhenTheRequestArrives() throws Exception {
        start("secret", "secret");
        await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(LinkedNode::isUp));
        LinkedNode leader = nodes.get(1);
        for (int at = 0; at < 500; at++) {
            String inbox = "_INBOX." + at;
            nodes.get(0).board.subscribe(inbox, "", (subscription, message) -> {});
            GroupRequest request = new GroupRequest(
                    new Message("$JS.API.X", inbox, new byte[0], new byte[0]), ClientIdentity.ofNode(1));
            assertThat(nodes.get(0).links.sendRequest(2, GroupId.META, request)).isTrue();
        }
        await().atMost(PATIENCE).until(() -> leader.host.requests.get() == 500);
        assertThat(leader.host.withoutInterest.get()).isZero();
    }

    @Test
    void aNodeThatEndsTakesItsInterestWithIt() throws Exception {
        start("secret", "secret");
        nodes.get(1).board.subscribe("gone", "", (subscription, message) -> {});
        await().atMost(PATIENCE).until(() -> nodes.get(0).board.hasInterest("gone"));
        nodes.get(1).links.close();
        await().atMost(PATIENCE).until(() -> !nodes.get(0).board.hasInterest("gone"));
        await().atMost(PATIENCE).until(() -> !nodes.get(0).isUp());
    }

    @Test
    void aNodeWithAnotherSecretIsRefused() throws Exception {
        start("secret", "other");
        nodes.get(1).board.subscribe("a", "", (subscription, message) -> {});
        await().during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> !nodes.get(0).board.hasInterest("a"));
        assertThat(nodes).noneMatch(LinkedNode::isUp);
    }

    private void start(String... secrets) throws Exception {
        List<Integer> ports = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        for (String ignored : secrets) {
            ServerSocket socket = new ServerSocket(0);
            held.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        List<NodeConfig.Member> members = IntStream.rangeClosed(1, secrets.length)
                .mapToObj(node -> new NodeConfig.Member(node, "d" + node, "127.0.0.1", 0, 0, ports.get(node - 1)))
                .toList();
        for (int node = 1; node <= secrets.length; node++) {
            nodes.add(new LinkedNode(node, secrets[node - 1], ports.get(node - 1), members, Heartbeat.EVERY));
        }
        for (LinkedNode node : nodes) {
            node.links.start();
        }
    }
}
