package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.link.Formed;
import dev.stationmaster.engine.link.Seat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFileTest {
    private static final Formed FORMED =
            new Formed("id", List.of(new Seat(1, "a", "d1", "h1", 20_001), new Seat(2, "b", "d2", "h2", 20_002)));

    @TempDir
    Path store;

    @Test
    void whatWasWrittenIsRead() {
        ClusterFile file = new ClusterFile(store);
        assertThat(file.read("c", "a", "d1")).isEmpty();
        file.write("c", FORMED);
        assertThat(file.read("c", "a", "d1")).contains(FORMED);
    }

    @Test
    void anotherClusterNameOrDiskIsRefusedByName() {
        ClusterFile file = new ClusterFile(store);
        file.write("c", FORMED);
        assertThatThrownBy(() -> file.read("other", "a", "d1"))
                .hasMessageContaining("belongs to cluster 'c', but 'cluster.name' is 'other'");
        assertThatThrownBy(() -> file.read("c", "x", "d1")).hasMessageContaining("'server_name' is 'x'");
        assertThatThrownBy(() -> file.read("c", "a", "d9")).hasMessageContaining("d9");
    }

    @Test
    void streamsOfABrokerByItselfAreNoticed() throws Exception {
        ClusterFile file = new ClusterFile(store);
        assertThat(file.isOfSingleBroker()).isFalse();
        Files.createDirectories(store.resolve("streams"));
        assertThat(file.isOfSingleBroker()).isTrue();
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Files.writeString(store.resolve("cluster.json"), "{");
        assertThatThrownBy(() -> new ClusterFile(store).read("c", "a", "d1"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cluster.json");
    }
}
