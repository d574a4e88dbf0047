package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The two servers.
enum ServerKind {
    /// Debian's, JetStream's file store with its defaults: it acknowledges before its data is flushed.
    NATS("nats-server"),
    /// Our bare broker with its defaults: it flushes before it acknowledges.
    OURS("stationmaster");

    private final String title;

    ServerKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    List<String> command(Path program, int port, int monitorPort, Path store) throws IOException {
        if (this == OURS) {
            return List.of(
                    program.toString(),
                    "broker",
                    "--port",
                    "" + port,
                    "--monitor-port",
                    "" + monitorPort,
                    "--store",
                    store.toString());
        }
        Files.createDirectories(store);
        Path config = Files.writeString(
                store.resolve("nats.conf"),
                "listen: \"127.0.0.1:" + port + "\"\nhttp: \"127.0.0.1:" + monitorPort + "\"\njetstream { store_dir: \""
                        + store.resolve("jetstream") + "\" }\n");
        return List.of(natsServer(), "-c", config.toString());
    }

    /// Debian keeps it where a user's PATH may not look.
    static String natsServer() {
        Path debian = Path.of("/usr/sbin/nats-server");
        return Files.isExecutable(debian) ? debian.toString() : "nats-server";
    }
}
