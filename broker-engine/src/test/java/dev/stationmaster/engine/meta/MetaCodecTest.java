package dev.stationmaster.engine.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.stream.StreamConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MetaCodecTest {
    private static final List<String> LATER =
            List.of("transform", "mirror", "sources", "mirrorDirect", "placement", "consumerLimits");

    @Test
    void readsConfigurationsOfAnOlderVersion() throws Exception {
        MetaCommand create = new MetaCommand.CreateStream(StreamConfig.of("s", List.of("s.>")), List.of("r1-1"));
        ObjectNode json = (ObjectNode) MetaCodec.JSON.readTree(MetaCodec.JSON.writeValueAsBytes(create));
        ObjectNode config = (ObjectNode) json.get("config");
        LATER.forEach(config::remove);
        ByteArrayOutputStream older = new ByteArrayOutputStream();
        older.write(new byte[] {0, 1});
        older.write(MetaCodec.JSON.writeValueAsBytes(json));
        assertThat(MetaCodec.decode(older.toByteArray())).isEqualTo(create);
    }

    @Test
    void readsWhatItWroteInEitherVersion() {
        MetaCommand create =
                new MetaCommand.CreateStream(StreamConfig.of("s", List.of("s.>", "t")), List.of("r1-1", "r1-2"));
        for (MetaCommand command :
                List.of(create, new MetaCommand.Ready(Long.MAX_VALUE), new MetaCommand.Delete("s", true))) {
            assertThat(MetaCodec.decode(MetaCodec.encode(command))).isEqualTo(command);
        }
        assertThat(MetaCodec.decode("\2\1{\"id\":7}".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new MetaCommand.Ready(7));
        byte[] whole = MetaCodec.encode(create);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> MetaCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsAnswersOfEitherVersion() {
        MetaState state = new MetaState();
        StationRef.Settings settings = new StationRef.Settings(
                "message_age_sec", 3600, "file", 3, 120_000, 2, true, true, "dead", false, "schema");
        MetaState.Answer stream =
                state.apply(new MetaCommand.CreateStream(StreamConfig.of("s", List.of("s.>")), List.of("r1-1")), 5);
        MetaState.Answer station = state.apply(
                new MetaCommand.CreateStation(
                        "a.b", settings, StreamConfig.of("template", List.of()), List.of("r3-1", "r3-2"), "root", 7),
                6);
        for (MetaState.Answer answer : List.of(stream, station)) {
            MetaReply reply = new MetaReply(((MetaState.Answer.Of) answer).owner(), true, 1L << 40);
            assertThat(MetaReply.of(reply.toBytes())).isEqualTo(reply);
            assertThat(MetaReply.of(MetaCodec.JSON.writeValueAsBytes(reply))).isEqualTo(reply);
        }
        MetaReply nothing = new MetaReply(null, false, 0);
        assertThat(MetaReply.of(nothing.toBytes())).isEqualTo(nothing);
    }
}
