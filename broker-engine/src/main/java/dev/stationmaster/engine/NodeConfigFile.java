package dev.stationmaster.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A node's configuration as the JSON file that the supervisor hands it. Field names are those of [NodeConfig], but
/// `directory` is a string, the sync interval is `syncIntervalMillis` and `metadata` is null for a bare broker.
public final class NodeConfigFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// @throws IllegalArgumentException naming the file when it is missing, no JSON or contradicts itself
    public static NodeConfig read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), Form.class).toConfig();
        } catch (IOException | JacksonException | NullPointerException cause) {
            throw new IllegalArgumentException("node configuration " + file + ": " + cause.getMessage(), cause);
        }
    }

    /// Writes the file as it is; the caller sees to its permissions, since it holds secrets.
    public static void write(Path file, NodeConfig config) {
        try {
            Files.write(file, toJson(config).getBytes(StandardCharsets.UTF_8));
        } catch (IOException cause) {
            throw new UncheckedIOException("cannot write node configuration " + file, cause);
        }
    }

    /// The file's content.
    public static String toJson(NodeConfig config) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Form.of(config));
    }

    private record Form(
            int node,
            String serverName,
            String clusterName,
            String secret,
            String directory,
            String host,
            NodeConfig.Ports ports,
            List<NodeConfig.Member> members,
            NodeConfig.Sync sync,
            long syncIntervalMillis,
            int maxPayload,
            NodeConfig.Access access,
            NodeConfig.@Nullable Metadata metadata) {

        static Form of(NodeConfig config) {
            return new Form(
                    config.node(),
                    config.serverName(),
                    config.clusterName(),
                    config.secret(),
                    config.directory().toString(),
                    config.host(),
                    config.ports(),
                    config.members(),
                    config.sync(),
                    config.syncInterval().toMillis(),
                    config.maxPayload(),
                    config.access(),
                    config.metadata().orElse(null));
        }

        NodeConfig toConfig() {
            return new NodeConfig(
                    node,
                    serverName,
                    clusterName,
                    secret,
                    Path.of(directory),
                    host,
                    ports,
                    members,
                    sync,
                    Duration.ofMillis(syncIntervalMillis),
                    maxPayload,
                    access,
                    Optional.ofNullable(metadata));
        }
    }

    private NodeConfigFile() {}
}
