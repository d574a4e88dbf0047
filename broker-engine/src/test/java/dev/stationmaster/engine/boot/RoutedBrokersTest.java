package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Subscription;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutedBrokersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void brokersThatKnowOneOfThemFindEachOther() throws Exception {
        BareBroker first = core("a");
        BareBroker second = core("b", first.routePort());
        BareBroker third = core("c", first.routePort());
        Connection one = connect(second);
        Connection other = connect(third);
        List<String> all = List.of(first.client(), second.client(), third.client());
        await().atMost(PATIENCE)
                .until(() -> one.getServerInfo().getConnectURLs().containsAll(all)
                        && other.getServerInfo().getConnectURLs().containsAll(all));
        assertThat(one.getServerInfo().getCluster())
                .isEqualTo(other.getServerInfo().getCluster())
                .isNotEmpty();

        AtomicInteger works = new AtomicInteger();
        Dispatcher answering = one.createDispatcher(message -> {
            works.incrementAndGet();
            one.publish(message.getReplyTo(), message.getData());
        });
        answering.subscribe("work.*", "q").subscribe("work.*", "q");
        Subscription plain = one.subscribe("news.>");
        one.flush(PATIENCE);
        await().atMost(PATIENCE).until(() -> isAnswered(other, "work.first"));
        for (int at = 0; at < 50; at++) {
            assertThat(other.request("work." + at, text("x"))
                            .get(5, TimeUnit.SECONDS)
                            .getData())
                    .hasSize(1);
        }
        assertThat(works.get()).isEqualTo(51);
        other.publish("news.today", text("hello"));
        assertThat(plain.nextMessage(PATIENCE).getData()).isEqualTo(text("hello"));
        assertThatThrownBy(() -> other.request("nobody", text("x")).get(5, TimeUnit.SECONDS))
                .isInstanceOfAny(CancellationException.class, ExecutionException.class);
        assertThat(page(first, "/routez")).contains("\"num_routes\" : 2", "\"remote_name\" : \"b\"");

        third.close();
        await().atMost(PATIENCE)
                .until(() -> !one.getServerInfo().getConnectURLs().contains(third.client()));
        assertThat(one.getServerInfo().getConnectURLs()).contains(first.client(), second.client());
    }

    @Test
    void brokersOfAnotherClusterOrOfTheSameNameAreNotLinked() throws Exception {
        BareBroker first = start("a", "one", false, 0, List.of());
        start("b", "other", false, 0, List.of(first.routePort()));
        start("a", "one", false, 0, List.of(first.routePort()));
        BareBroker welcome = start("d", "one", false, 0, List.of(first.routePort()));
        Connection client = connect(first);
        await().atMost(PATIENCE)
                .until(() -> client.getServerInfo().getConnectURLs().contains(welcome.client()));
        assertThat(page(first, "/routez")).contains("\"num_routes\" : 1", "\"remote_name\" : \"d\"");
    }

    @Test
    void streamsAreKeptByAllAndOutliveOne() throws Exception {
        List<Integer> ports = BareBroker.freePorts(3);
        BareBroker first = start("a", "js", true, ports.get(0), ports);
        Connection early = connect(first);
        assertThatThrownBy(() -> early.jetStreamManagement().getAccountStatistics())
                .isInstanceOf(JetStreamApiException.class)
                .hasMessageContaining("10008");
        start("b", "js", true, ports.get(1), ports);
        BareBroker third = start("c", "js", true, ports.get(2), ports);
        Connection client = connect(third);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> add(client, "S", 3) != null);
        assertThat(client.jetStream().publish("S", text("1")).getSeqno()).isEqualTo(1);

        first.close();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> publish(client).getSeqno() >= 2);
        long last = lastSequence(client);
        BareBroker back = start("a", "js", true, ports.get(0), ports);
        Connection again = connect(back);
        await().atMost(PATIENCE).until(() -> lastSequence(again) >= last);
    }

    private static long lastSequence(Connection client) throws Exception {
        try {
            return client.jetStreamManagement()
                    .getStreamInfo("S")
                    .getStreamState()
                    .getLastSequence();
        } catch (IOException | JetStreamApiException notYet) {
            return 0;
        }
    }

    private static StreamInfo add(Connection client, String name, int replicas) throws Exception {
        return client.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(name)
                        .replicas(replicas)
                        .build());
    }

    private static PublishAck publish(Connection client) throws Exception {
        return client.jetStream().publish("S", text("more"));
    }

    private static boolean isAnswered(Connection client, String subject) throws Exception {
        try {
            return client.request(subject, text("x")).get(1, TimeUnit.SECONDS) != null;
        } catch (CancellationException | ExecutionException nobody) {
            return false;
        }
    }

    private BareBroker core(String name, Integer... routes) throws Exception {
        return start(name, "", false, 0, List.of(routes));
    }

    private BareBroker start(String name, String cluster, boolean jetstream, int port, List<Integer> routes)
            throws Exception {
        Path store = Files.createDirectories(folder.resolve(name + "-" + (port == 0 ? open.size() : port)));
        BareBroker broker = BareBroker.start(store, file(name, cluster, jetstream, port, routes));
        open.add(broker);
        return broker;
    }

    /// @param cluster name, `""` for none
    /// @param routes ports
    private static String file(String name, String cluster, boolean jetstream, int port, List<Integer> routes) {
        return """
                {'server_name': '%s', 'jetstream': %s, 'cluster': {
                  'name': '%s', 'listen': '127.0.0.1:%d', 'routes': [%s],
                  'authorization': {'user': 'u', 'password': 'p'}}}
                """.formatted(
                        name,
                        jetstream,
                        cluster,
                        port,
                        routes.stream()
                                .map(route -> "'nats-route://127.0.0.1:" + route + "'")
                                .collect(Collectors.joining(", ")));
    }

    private Connection connect(BareBroker broker) throws Exception {
        Connection connection = broker.connect();
        open.add(connection::close);
        return connection;
    }

    private static String page(BareBroker broker, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + broker.monitorPort() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
