package dev.stationmaster.desktop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.metadata.MetadataConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
    @TempDir
    Path directory;

    @Test
    void nodeCountsOtherThanOneThreeFiveAreWrongUsage() {
        for (int count : new int[] {-1, 0, 2, 4, 6}) {
            assertThatThrownBy(() -> ClusterFixture.options(directory, Optional.of(count)))
                    .isInstanceOfSatisfying(
                            ClusterException.class,
                            cause -> assertThat(cause.exitCode()).isEqualTo(2))
                    .hasMessageContaining("1, 3 or 5");
        }
    }

    @Test
    void listeningBeyondTheLoopbackNeedsAPasswordOfOnesOwn() {
        ClusterOptions options = new ClusterOptions(
                new DataDirectory(directory.resolve("data")),
                Optional.empty(),
                "0.0.0.0",
                true,
                PortBases.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> new Supervisor(options, ClusterFixture.PROGRAMS).start(notice -> {}))
                .isInstanceOfSatisfying(
                        ClusterException.class,
                        cause -> assertThat(cause.exitCode()).isEqualTo(2))
                .hasMessageContaining("--password");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void identityIsFormedOnceAndMessagesWithoutItAreRefused() throws IOException {
        ClusterOptions options = ClusterFixture.options(directory, Optional.of(3));
        options.data().create();
        ClusterIdentity first = ClusterIdentity.loadOrForm(options);
        assertThat(first.diskIds()).hasSize(3).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{12}"));
        assertThat(ClusterIdentity.loadOrForm(ClusterFixture.options(directory, Optional.empty())))
                .isEqualTo(first);
        assertThat(Files.readString(directory.resolve("node-2/disk.json")))
                .contains(first.diskIds().get(1));
        Files.delete(options.data().clusterFile());
        Files.createDirectories(directory.resolve("node-1/raft"));
        assertThatThrownBy(() -> ClusterIdentity.loadOrForm(options)).hasMessageContaining("cluster.json");
    }

    @Test
    void anExternalDatabasesPasswordLeavesItsUrl() {
        MetadataConfig config =
                ExternalDatabase.parse("jdbc:postgresql://db:5433/sm?user=a%40b&ssl=true&password=p%26w");
        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/sm?ssl=true");
        assertThat(config.user()).isEqualTo("a@b");
        assertThat(config.password()).isEqualTo("p&w");
        String full = ExternalDatabase.withCredentials("jdbc:postgresql://db/sm", "u", "p w");
        assertThat(ExternalDatabase.parse(full).password()).isEqualTo("p w");
        assertThat(ExternalDatabase.withCredentials(full, "other", "other")).isEqualTo(full);
    }

    @Test
    void dataGoesWhereTheSystemKeepsIt() {
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "/x/share")).toString())
                .isEqualTo("/x/share/stationmaster");
        assertThat(DataDirectory.standard(Map.of()).root()).isAbsolute().endsWithRaw(Path.of("stationmaster"));
    }

    @Test
    void logsAreBounded() throws IOException {
        BoundedLog log = new BoundedLog(directory.resolve("x.log"));
        byte[] block = new byte[1 << 20];
        for (int i = 0; i < 20; i++) {
            log.append(block, block.length);
        }
        assertThat(Files.size(directory.resolve("x.log"))).isLessThan(10L << 20);
        assertThat(directory.resolve("x.log.1")).exists();
        assertThat(directory.resolve("x.log.2")).doesNotExist();
    }
}
