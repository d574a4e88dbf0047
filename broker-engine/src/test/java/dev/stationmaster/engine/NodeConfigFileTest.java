package dev.stationmaster.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() {
        NodeConfig config = new NodeConfig(
                2,
                "memphis-1",
                "local",
                "s3cret",
                folder.resolve("node-2"),
                "127.0.0.1",
                new NodeConfig.Ports(6676, 7780, 8232, 6232, 7232),
                List.of(
                        new NodeConfig.Member(1, "aa", "127.0.0.1", 6666, 6222, 7222),
                        new NodeConfig.Member(2, "bb", "127.0.0.1", 6676, 6232, 7232)),
                NodeConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                8 << 20,
                new NodeConfig.Access(true, "$sm", "pw", "", List.of()),
                Optional.of(new NodeConfig.Metadata("jdbc:postgresql://127.0.0.1:5432/sm", "sm", "x")));
        Path file = folder.resolve("node-2.json");
        NodeConfigFile.write(file, config);
        assertThat(NodeConfigFile.read(file)).isEqualTo(config);
    }

    @Test
    void aBrokenFileIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("node-1.json"), "{\"node\":");
        assertThatThrownBy(() -> NodeConfigFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node-1.json");
    }
}
