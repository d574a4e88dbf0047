package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.DataDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every command takes.
final class Common {
    @Option(names = "--data", paramLabel = "DIR", description = "The cluster's data directory.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    DataDirectory data() {
        return data == null ? DataDirectory.standard(System.getenv()) : new DataDirectory(data);
    }

    boolean json() {
        return json;
    }
}
