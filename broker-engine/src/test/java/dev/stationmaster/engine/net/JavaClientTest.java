package dev.stationmaster.engine.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An unmodified NATS client against our server.
class JavaClientTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private TestServer broker;
    private Connection client;

    @BeforeEach
    void start() throws Exception {
        broker = new TestServer();
        client = Nats.connect(broker.options().connectionName("one").build());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        broker.close();
    }

    @Test
    void publishesAndSubscribesInOrder() throws Exception {
        Subscription all = client.subscribe("orders.>");
        client.flush(SOON);
        for (int i = 0; i < 1000; i++) {
            client.publish("orders." + i % 3, Integer.toString(i).getBytes(UTF_8));
        }
        for (int i = 0; i < 1000; i++) {
            Message message = all.nextMessage(SOON);
            assertThat(new String(message.getData(), UTF_8)).isEqualTo(Integer.toString(i));
            assertThat(message.getSubject()).isEqualTo("orders." + i % 3);
        }
        assertThat(broker.counters.inMessages()).isEqualTo(1000);
        assertThat(broker.counters.outMessages()).isEqualTo(1000);
    }

    @Test
    void sharesAQueueGroupAmongConnections() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        try (Connection other = Nats.connect(broker.options().build())) {
            Dispatcher one = client.createDispatcher(m -> first.incrementAndGet());
            one.subscribe("work", "workers");
            Dispatcher two = other.createDispatcher(m -> second.incrementAndGet());
            two.subscribe("work", "workers");
            client.flush(SOON);
            other.flush(SOON);
            for (int i = 0; i < 200; i++) {
                client.publish("work", new byte[10]);
            }
            await().atMost(SOON).until(() -> first.get() + second.get() == 200);
            assertThat(first.get()).isPositive();
            assertThat(second.get()).isPositive();
        }
    }

    @Test
    void answersRequests() throws Exception {
        Dispatcher service = client.createDispatcher(m -> client.publish(m.getReplyTo(), m.getData()));
        service.subscribe("echo");
        try (Connection other = Nats.connect(broker.options().build())) {
            client.flush(SOON);
            for (int i = 0; i < 50; i++) {
                Message reply = other.request("echo", ("hello " + i).getBytes(UTF_8), SOON);
                assertThat(new String(reply.getData(), UTF_8)).isEqualTo("hello " + i);
            }
        }
    }

    @Test
    void tellsARequesterThatNobodyResponds() {
        assertThatThrownBy(() -> client.request("nobody", new byte[0]).get(20, TimeUnit.SECONDS))
                .isInstanceOfAny(CancellationException.class, ExecutionException.class, JetStreamStatusException.class)
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(CancellationException.class),
                        e -> assertThat(e).hasRootCauseInstanceOf(JetStreamStatusException.class));
    }

    @Test
    void carriesHeadersWithCaseOrderAndRepetition() throws Exception {
        Subscription sub = client.subscribe("h");
        Headers headers =
                new Headers().add("$memphis_A", "1").add("b", "x", "y").add("B", "z");
        client.publish(
                NatsMessage.builder().subject("h").headers(headers).data("body").build());
        Message message = sub.nextMessage(SOON);
        assertThat(message.getHeaders().get("b")).containsExactly("x", "y");
        assertThat(message.getHeaders().get("B")).containsExactly("z");
        assertThat(message.getHeaders().getFirst("$memphis_A")).isEqualTo("1");
        assertThat(new String(message.getData(), UTF_8)).isEqualTo("body");
    }

    @Test
    void drainsWhatWasSentBefore() throws Exception {
        AtomicInteger received = new AtomicInteger();
        Dispatcher slow = client.createDispatcher(m -> received.incrementAndGet());
        slow.subscribe("d");
        client.flush(SOON);
        for (int i = 0; i < 500; i++) {
            client.publish("d", new byte[100]);
        }
        assertThat(client.drain(SOON).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(received.get()).isEqualTo(500);
        await().atMost(SOON).until(() -> broker.registry.sessions().isEmpty());
    }

    @Test
    void endsASubscriptionAfterItsLastDelivery() throws Exception {
        Subscription sub = client.subscribe("u");
        sub.unsubscribe(3);
        for (int i = 0; i < 10; i++) {
            client.publish("u", new byte[0]);
        }
        client.flush(SOON);
        for (int i = 0; i < 3; i++) {
            assertThat(sub.nextMessage(SOON)).isNotNull();
        }
        await().atMost(SOON).until(() -> broker.board.subscriptionCount() == 0);
        assertThat(broker.counters.outMessages()).isEqualTo(3);
    }

    @Test
    void aMessageOfExactlyTheLimitPassesAndOneMoreByteIsRefusedByTheClient() throws Exception {
        Subscription sub = client.subscribe("big");
        client.publish("big", new byte[1 << 20]);
        assertThat(sub.nextMessage(SOON).getData()).hasSize(1 << 20);
        assertThatThrownBy(() -> client.publish("big", new byte[(1 << 20) + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhoComesAndGoes() throws Exception {
        Connection other =
                Nats.connect(broker.options().connectionName("id::ann").build());
        other.close();
        await().atMost(SOON).until(() -> broker.comings.contains("-id::ann/"));
        assertThat(broker.comings).containsExactly("+one/", "+id::ann/", "-id::ann/");
    }

    @Test
    void readsAPublisherAgainWhenTheStreamsHaveRoom() throws Exception {
        Subscription sub = client.subscribe("s");
        client.flush(SOON);
        broker.streams.congested = true;
        client.publish("s", new byte[0]);
        assertThat(sub.nextMessage(SOON)).isNotNull();
        await().atMost(SOON).until(() -> broker.streams.waiting.size() == 1);
        client.publish("s", new byte[0]);
        assertThat(sub.nextMessage(Duration.ofMillis(200))).isNull();
        broker.streams.congested = false;
        broker.streams.waiting.forEach(Runnable::run);
        assertThat(sub.nextMessage(SOON)).isNotNull();
    }
}
