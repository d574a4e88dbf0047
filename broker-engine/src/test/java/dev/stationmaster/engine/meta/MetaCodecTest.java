package dev.stationmaster.engine.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.stream.StreamConfig;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MetaCodecTest {
    private static final List<String> LATER =
            List.of("transform", "mirror", "sources", "mirrorDirect", "placement", "consumerLimits");

    @Test
    void readsConfigurationsOfAnOlderVersion() throws Exception {
        MetaCommand create = new MetaCommand.CreateStream(StreamConfig.of("s", List.of("s.>")), List.of("r1-1"));
        byte[] bytes = MetaCodec.encode(create);
        ObjectNode json = (ObjectNode) MetaCodec.JSON.readTree(new String(bytes, 2, bytes.length - 2, "UTF-8"));
        ObjectNode config = (ObjectNode) json.get("config");
        LATER.forEach(config::remove);
        ByteArrayOutputStream older = new ByteArrayOutputStream();
        older.write(bytes, 0, 2);
        older.write(MetaCodec.JSON.writeValueAsBytes(json));
        assertThat(MetaCodec.decode(older.toByteArray())).isEqualTo(create);
    }
}
