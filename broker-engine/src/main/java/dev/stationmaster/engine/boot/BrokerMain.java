package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.session.SessionLimits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One broker by itself: NATS and JetStream, no metadata, stations or gateway.
/// `[--port P] [--host A] [--store DIR] [--monitor-port P]`, started by the command line's `broker`.
public final class BrokerMain {
    private static final int MAX_PAYLOAD = 1 << 20;
    private static final int DIRECTORY_IN_USE = 4;

    public static void main(String[] arguments) {
        Program.configureLogging();
        Program program = new Program(System.out);
        System.exit(program.run(() -> start(arguments), false));
    }

    private static Program.Running start(String[] arguments) throws Exception {
        Flags flags = Flags.parse(arguments);
        Path store = flags.store();
        lock(store);
        String diskId = DiskIdentity.formatted(store);
        NodeConfig config = new NodeConfig(
                1,
                "stationmaster-" + diskId,
                "bare-" + diskId,
                diskId,
                store,
                flags.host(),
                new NodeConfig.Ports(flags.port(), -1, flags.monitorPort(), 0, -1),
                List.of(new NodeConfig.Member(1, diskId, flags.host(), flags.port(), 0, 0)),
                NodeConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                MAX_PAYLOAD,
                new NodeConfig.Access(false, "", "", "", List.of()),
                Optional.empty());
        Node node = Node.bare(config, "", SessionLimits.ofPayload(MAX_PAYLOAD));
        node.start();
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("client", flags.host() + ":" + node.clientPort());
        ready.put("monitor", node.monitorPort() < 0 ? null : flags.host() + ":" + node.monitorPort());
        return new Program.Running(node, ready);
    }

    /// Held until the process ends.
    private static void lock(Path store) throws IOException {
        Files.createDirectories(store);
        FileChannel channel =
                FileChannel.open(store.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException held) {
            lock = null;
        }
        if (lock == null) {
            throw new StartFailure(
                    "SM-DATA-IN-USE",
                    "the directory " + store + " is in use by another broker",
                    DIRECTORY_IN_USE,
                    null);
        }
    }

    private record Flags(int port, String host, Path store, int monitorPort) {
        static Flags parse(String[] arguments) throws IOException {
            int port = 4222;
            int monitorPort = -1;
            String host = "127.0.0.1";
            Path store = null;
            for (int at = 0; at < arguments.length; at += 2) {
                if (at + 1 == arguments.length) {
                    throw new StartFailure("SM-USAGE", arguments[at] + " needs a value", 2, null);
                }
                String value = arguments[at + 1];
                switch (arguments[at]) {
                    case "--port" -> port = port(arguments[at], value);
                    case "--monitor-port" -> monitorPort = port(arguments[at], value);
                    case "--host" -> host = value;
                    case "--store" -> store = Path.of(value);
                    default ->
                        throw new StartFailure(
                                "SM-USAGE",
                                "unknown flag " + arguments[at] + "; known are --port, --host, --store, --monitor-port",
                                2,
                                null);
                }
            }
            if (store == null) {
                store = Files.createTempDirectory("stationmaster-broker-");
                System.err.println("no --store given: keeping data in " + store);
            }
            return new Flags(port, host, store.toAbsolutePath(), monitorPort);
        }

        private static int port(String flag, String value) {
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException notANumber) {
                // Said below.
            }
            throw new StartFailure("SM-USAGE", flag + " is " + value + ", but must be 0 to 65535", 2, null);
        }
    }

    private BrokerMain() {}
}
