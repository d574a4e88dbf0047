package dev.stationmaster.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.stream.StreamConfig.ConsumerLimits;
import dev.stationmaster.engine.stream.StreamConfig.Placement;
import dev.stationmaster.engine.stream.StreamConfig.Transform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamConfigCodecTest {
    /// Bytes that version 2 adds when nothing of it is set.
    private static final int ADDED = 7;

    private static final StreamSource SOURCE = new StreamSource(
            "origin",
            5,
            7,
            "",
            List.of(new Transform("a.*", "b.$1"), new Transform("c", "")),
            new StreamSource.External("$JS.x.API", "deliver"));

    private static byte[] bytes(StreamConfig config) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StreamConfigCodec.write(new DataOutputStream(bytes), config);
        return bytes.toByteArray();
    }

    private static StreamConfig read(byte[] bytes) throws IOException {
        return StreamConfigCodec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static StreamConfig full() {
        StreamConfig c = StreamConfig.of("s", List.of());
        return new StreamConfig(
                c.name(),
                c.description(),
                c.subjects(),
                c.retention(),
                c.maxConsumers(),
                c.maxMessages(),
                c.maxBytes(),
                c.maxAgeNanos(),
                c.maxMessagesPerSubject(),
                c.maxMessageSize(),
                c.discard(),
                c.discardNewPerSubject(),
                c.storage(),
                c.replicas(),
                c.noAck(),
                c.duplicateWindowNanos(),
                c.compression(),
                c.firstSequence(),
                c.allowDirect(),
                c.sealed(),
                c.denyDelete(),
                c.denyPurge(),
                c.allowRollup(),
                new StreamConfig.Republish("a", "b", true),
                new Transform("x", "y"),
                SOURCE,
                List.of(SOURCE, SOURCE),
                true,
                new Placement("c", List.of("t")),
                new ConsumerLimits(8, 9),
                c.metadata(),
                c.holdWithoutConsumersNanos(),
                c.exhaustedCountsAsAcked());
    }

    @Test
    void keepsEveryField() throws IOException {
        assertThat(read(bytes(full()))).isEqualTo(full());
    }

    @Test
    void readsWhatTheFirstVersionWrote() throws IOException {
        StreamConfig config = StreamConfig.of("s", List.of("s.>"));
        byte[] bytes = bytes(config);
        byte[] first = Arrays.copyOf(bytes, bytes.length - ADDED);
        first[0] = 1;
        assertThat(read(first)).isEqualTo(config);
    }

    @Test
    void namesASourceByPlaceFilterAndDestination() {
        assertThat(new StreamSource("o", 0, 0, "", List.of(), null).key()).isEqualTo("o > >");
        assertThat(new StreamSource("o", 0, 0, "a.*", List.of(), null).header(7))
                .isEqualTo("o 7 a.* >");
        assertThat(SOURCE.header(7)).matches("origin:[0-9a-z]+ 7 a\\.\\*,c b\\.\\$1,>");
    }
}
