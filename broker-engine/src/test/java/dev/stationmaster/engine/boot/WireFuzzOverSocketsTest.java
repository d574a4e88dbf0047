package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.fuzz.Complaints;
import dev.stationmaster.engine.fuzz.Frames;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.StreamConfiguration;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Spoilt operations over real connections to a whole broker, while another client works: nobody hangs, no connection
/// and no memory is left behind. `-Dstationmaster.long=true` sends a million, `-Dstationmaster.seed=N` sets the seed.
class WireFuzzOverSocketsTest {
    private static final int OPERATIONS = Boolean.getBoolean("stationmaster.long") ? 1_000_000 : 40_000;
    private static final int CONVERSATION = 20;
    private static final long MEMORY_KEPT_MAX = 32L << 20;

    @TempDir
    Path store;

    @Test
    @Timeout(1_200)
    void spoiltConversationsHarmNobodyElse() throws Exception {
        long seed = Long.getLong("stationmaster.seed", 20261123);
        Random random = new Random(seed);
        Frames frames = new Frames(random);
        try (Complaints complaints = new Complaints();
                BareBroker broker = BareBroker.start(store);
                Connection other = broker.connect()) {
            other.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("sound")
                            .subjects("sound")
                            .build());
            JetStream stream = other.jetStream();
            converse(broker.port(), random, frames);
            long memory = memory();
            long published = 0;
            long slowest = 0;
            for (int done = 0; done < OPERATIONS; done += CONVERSATION) {
                converse(broker.port(), random, frames);
                if (done % 1_000 == 0) {
                    long start = System.nanoTime();
                    assertThat(stream.publish("sound", new byte[100]).getSeqno())
                            .as("seed %d, operation %d", seed, done)
                            .isEqualTo(++published);
                    slowest = Math.max(slowest, System.nanoTime() - start);
                    assertThat(complaints.heard()).as("seed %d", seed).isEmpty();
                }
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(connections(broker)).isEqualTo(1));
            assertThat(memory() - memory).isLessThan(MEMORY_KEPT_MAX);
            assertThat(complaints.heard()).as("seed %d", seed).isEmpty();
            System.out.printf(
                    "%,d spoilt operations over %,d connections; the other client's slowest publish took %d ms; seed %d%n",
                    OPERATIONS, OPERATIONS / CONVERSATION, slowest / 1_000_000, seed);
        }
    }

    /// Sends everything, then either hangs up or closes its half and reads to the end, which must come.
    private static void converse(int port, Random random, Frames frames) throws IOException {
        byte[] bytes = frames.conversation(CONVERSATION);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo('I');
            int cut = random.nextInt(bytes.length);
            try {
                socket.getOutputStream().write(bytes, 0, cut);
                socket.getOutputStream().write(bytes, cut, bytes.length - cut);
                if (random.nextInt(4) != 0) {
                    socket.shutdownOutput();
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
            } catch (SocketException reset) {
                // The server has hung up on what it was sent.
            }
        }
    }

    private static long memory() {
        var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    private static int connections(BareBroker broker) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + broker.monitorPort() + "/varz"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return JsonMapper.shared().readTree(body).path("connections").intValue();
        }
    }
}
