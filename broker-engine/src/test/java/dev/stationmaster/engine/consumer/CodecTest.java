package dev.stationmaster.engine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.consumer.ConsumerProgress.Count;
import dev.stationmaster.engine.consumer.ConsumerProgress.Delay;
import dev.stationmaster.engine.consumer.ConsumerProgress.Exhausted;
import dev.stationmaster.engine.consumer.ConsumerProgress.Range;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfigCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final ConsumerProgress PROGRESS = new ConsumerProgress(
            1L << 40,
            12,
            List.of(new Range(1, 1), new Range(5, 1_000_000)),
            List.of(new Count(7, 3)),
            List.of(new Delay(7, 1_700_000_000_000_000_000L)),
            List.of(new Exhausted(9, 10, "schlecht – bad")));

    private static final ConsumerConfig CONSUMER = new ConsumerConfig(
            "c",
            true,
            false,
            "d",
            DeliverPolicy.BY_START_TIME,
            3,
            -5,
            AckPolicy.ALL,
            1,
            -1,
            List.of(1L, 2L),
            List.of("a", "b.>"),
            false,
            true,
            8,
            "50%",
            512,
            -1,
            100,
            true,
            false,
            1,
            2,
            3,
            "to",
            "group",
            9,
            3,
            true,
            false,
            Map.of("k", "v", "a", "b"),
            true);

    @Test
    void progressComesBackAsItWas() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConsumerProgressCodec.write(new DataOutputStream(out), PROGRESS);
        assertThat(ConsumerProgressCodec.read(input(out.toByteArray()))).isEqualTo(PROGRESS);
    }

    @Test
    void configurationsComeBackAsTheyWere() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConsumerConfigCodec.write(new DataOutputStream(out), CONSUMER);
        StreamConfig stream = StreamConfig.of("S", List.of("s.>", "t"));
        StreamConfigCodec.write(new DataOutputStream(out), stream);
        DataInputStream in = input(out.toByteArray());
        assertThat(ConsumerConfigCodec.read(in)).isEqualTo(CONSUMER);
        assertThat(StreamConfigCodec.read(in)).isEqualTo(stream);
    }

    @Test
    void cutBytesAreRefusedAtEveryPosition() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConsumerConfigCodec.write(new DataOutputStream(out), CONSUMER);
        byte[] whole = out.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ConsumerConfigCodec.read(input(cut))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatThrownBy(() -> ConsumerProgressCodec.read(input(new byte[] {2, 0, 0})))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }

    private static DataInputStream input(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
