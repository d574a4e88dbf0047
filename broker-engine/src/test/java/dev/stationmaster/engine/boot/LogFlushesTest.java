package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.StreamConfiguration;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// An acknowledgement means that a flush went before it, and the monitoring page counts them.
class LogFlushesTest {
    private static final int MESSAGES = 20;

    @TempDir
    Path store;

    @Test
    void messagesPublishedOneByOneAreFlushedOneByOne() throws Exception {
        try (BareBroker broker = BareBroker.start(store);
                Connection connection = broker.connect()) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder().name("one").build());
            JetStream stream = connection.jetStream();
            long before = flushes(broker);
            for (int i = 0; i < MESSAGES; i++) {
                stream.publish("one", new byte[8]);
            }
            assertThat(flushes(broker) - before).isGreaterThanOrEqualTo(MESSAGES);
        }
    }

    private static long flushes(BareBroker broker) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + broker.monitorPort() + "/varz");
        try (InputStream in = page.toURL().openStream()) {
            return JsonMapper.shared()
                    .readTree(in)
                    .path("jetstream")
                    .path("stats")
                    .path("log_flushes")
                    .asLong(-1);
        }
    }
}
