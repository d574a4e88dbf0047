package dev.stationmaster.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The port to the brokers against our own broker; the last test kills it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NatsBrokersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private static BareBroker broker;
    private static NatsBrokers brokers;
    private static BrokerLink link;

    @BeforeAll
    static void start() throws Exception {
        broker = new BareBroker(directory.resolve("store"));
        brokers = new NatsBrokers(List.of(broker.url()), "$sm", "x").start();
        link = brokers.internal();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(link::isConnected);
        ask(
                "$JS.API.STREAM.CREATE.orders",
                Map.of("name", "orders", "subjects", List.of("orders.>"), "storage", "file"));
        ask(
                "$JS.API.CONSUMER.DURABLE.CREATE.orders.group",
                Map.of(
                        "stream_name",
                        "orders",
                        "config",
                        Map.of("durable_name", "group", "ack_policy", "explicit", "deliver_policy", "all")));
    }

    @AfterAll
    static void stop() throws Exception {
        brokers.close();
        broker.close();
    }

    private static String ask(String subject, Map<String, ?> body) {
        String reply = new String(link.request(subject, Json.bytes(body), PATIENCE), StandardCharsets.UTF_8);
        assertThat(reply).doesNotContain("\"error\"");
        return reply;
    }

    private static CompletableFuture<PubAck> publish(String subject, byte[] payload, Map<String, String> headers) {
        return link.publish(new Outgoing(subject, List.copyOf(headers.entrySet()), payload), PATIENCE);
    }

    private static Kind failure(CompletableFuture<?> future) {
        try {
            future.join();
            throw new AssertionError("it succeeded");
        } catch (CompletionException e) {
            return ((BrokerException) e.getCause()).kind();
        }
    }

    @Test
    @Order(1)
    void publishesPullsAndSettlesInOrder() throws InterruptedException {
        List<CompletableFuture<PubAck>> acks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            acks.add(publish("orders.final", ("m" + i).getBytes(StandardCharsets.UTF_8), Map.of("K", "v" + i)));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(acks.get(i).join().sequence()).isEqualTo(i + 1);
        }
        List<Delivery> got = link.pull(new Pull("orders", "group", 60, 1 << 20, Duration.ZERO));
        assertThat(got).hasSize(60);
        assertThat(new String(got.get(59).payload(), StandardCharsets.UTF_8)).isEqualTo("m59");
        assertThat(got.getFirst().headers()).contains(Map.entry("K", "v0"));
        got.forEach(
                delivery -> link.settle(delivery.ackSubject(), "+ACK", PATIENCE).join());
        assertThat(link.pull(new Pull("orders", "group", 60, 1 << 20, Duration.ofSeconds(1))))
                .hasSize(40);
        assertThat(ask("$JS.API.CONSUMER.INFO.orders.group", Map.of())).contains("\"num_ack_pending\":40");
    }

    @Test
    @Order(2)
    void waitsForTheFirstMessageAndNotForTheWholeBatch() throws InterruptedException {
        long start = System.nanoTime();
        assertThat(link.pull(new Pull("orders", "group", 10, 1 << 20, Duration.ofMillis(700))))
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(600), Duration.ofSeconds(3));
        Thread.ofVirtual().start(() -> {
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            publish("orders.final", new byte[0], Map.of()).join();
        });
        start = System.nanoTime();
        assertThat(link.pull(new Pull("orders", "group", 10, 1 << 20, Duration.ofSeconds(20))))
                .hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    @Order(3)
    void tellsADuplicate() {
        PubAck first = publish("orders.final", new byte[] {1}, Map.of("Nats-Msg-Id", "one"))
                .join();
        PubAck second = publish("orders.final", new byte[] {1}, Map.of("Nats-Msg-Id", "one"))
                .join();
        assertThat(first.duplicate()).isFalse();
        assertThat(second).isEqualTo(new PubAck("orders", first.sequence(), true));
    }

    @Test
    @Order(4)
    void takesTheLargestMessageAndRefusesOneByteMoreBeforeSendingIt() {
        int headers = "NATS/1.0\r\nK:v\r\n\r\n".length();
        byte[] largest = new byte[link.maxPayload() - headers];
        assertThat(publish("orders.final", largest, Map.of("K", "v")).join().sequence())
                .isPositive();
        assertThat(failure(publish("orders.final", new byte[largest.length + 1], Map.of("K", "v"))))
                .isEqualTo(Kind.TOO_LARGE);
        assertThat(link.isConnected()).isTrue();
    }

    @Test
    @Order(5)
    void saysAtOnceThatNobodyListens() {
        assertThat(failure(publish("nothing.final", new byte[1], Map.of()))).isEqualTo(Kind.NO_RESPONDERS);
        assertThatThrownBy(() -> link.request("nobody.here", new byte[0], PATIENCE))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_RESPONDERS));
        assertThatThrownBy(() -> link.pull(new Pull("orders", "no-such", 1, 1 << 20, Duration.ofSeconds(5))))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_RESPONDERS));
    }

    @Test
    @Order(6)
    void givesUpARequestThatNobodyAnswersInTime() {
        try (Subscribed _ = link.subscribe("silent", (_, _) -> {})) {
            assertThatThrownBy(() -> link.request("silent", new byte[0], Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            BrokerException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
        }
    }

    @Test
    @Order(7)
    void reconnectsToABrokerThatWasKilledAndLosesNothing() throws Exception {
        PubAck before = publish("orders.final", new byte[] {7}, Map.of()).join();
        CompletableFuture<byte[]> waiting;
        try (Subscribed _ = link.subscribe("silent", (_, _) -> {})) {
            waiting = CompletableFuture.supplyAsync(() -> link.request("silent", new byte[0], Duration.ofSeconds(30)));
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            broker.kill();
            long start = System.nanoTime();
            assertThat(failure(waiting)).isEqualTo(Kind.LOST);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(failure(publish("orders.final", new byte[] {8}, Map.of()))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(link.isOpen()).isTrue();
        broker.startAgain();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(link::isConnected);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(publish("orders.final", new byte[] {9}, Map.of())
                                .join()
                                .sequence())
                        .isEqualTo(before.sequence() + 1));
    }
}
