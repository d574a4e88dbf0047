package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.auth.BareAccess;
import dev.stationmaster.engine.auth.OperatorAccess;
import dev.stationmaster.engine.auth.PasswordCheck;
import dev.stationmaster.engine.auth.SubjectSpaces;
import dev.stationmaster.engine.auth.SubjectSpaces.Home;
import dev.stationmaster.engine.config.BareConfig;
import dev.stationmaster.engine.config.BareConfigFile;
import dev.stationmaster.engine.config.ConfigException;
import dev.stationmaster.engine.jsapi.Quota;
import dev.stationmaster.engine.time.WallClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One broker by itself: NATS and JetStream, no metadata, stations or gateway.
/// `[--port P] [--host A] [--store DIR] [--monitor-port P] [--sync always|interval] [--config FILE] [--json]`, started
/// by the command line's
/// `broker`.
public final class BrokerMain {
    private static final int DEFAULT_PORT = 4222;
    private static final List<String> NAMES =
            List.of("--port", "--host", "--store", "--monitor-port", "--sync", "--config");
    private static final String JSON = "--json";
    private static final Duration SYNC_INTERVAL = Duration.ofSeconds(1);
    private static final int DIRECTORY_IN_USE = 4;

    public static void main(String[] arguments) {
        Program.configureLogging();
        boolean json = List.of(arguments).contains(JSON);
        String[] flags =
                List.of(arguments).stream().filter(word -> !word.equals(JSON)).toArray(String[]::new);
        Program program = json ? Program.json(System.out) : Program.plain(System.out, System.err);
        System.exit(program.run(() -> start(flags), false));
    }

    static Program.Running start(String[] arguments) throws Exception {
        Flags flags = Flags.parse(arguments);
        BareConfig file = flags.config().map(BrokerMain::read).orElseGet(BareConfigFile::defaults);
        file.warnings().forEach(warning -> System.err.println("warning: " + warning));
        String host = flags.host().or(file::host).orElse("127.0.0.1");
        int port = flags.port().orElse(file.port().orElse(DEFAULT_PORT));
        int monitorPort = flags.monitorPort().orElse(file.monitorPort().orElse(-1));
        Path store = store(flags.store().or(file::store));
        FileChannel held = lock(store);
        String diskId = DiskIdentity.formatted(store);
        SubjectSpaces spaces = spaces(file);
        Authenticator authenticator = authenticator(file, spaces);
        List<Home> homes = authenticator instanceof OperatorAccess operator
                ? spaces.homes().stream()
                        .map(home -> new Home(home.space(), operator.limits()))
                        .toList()
                : spaces.homes();
        AccountFolders folders = AccountFolders.of(
                store, homes.stream().map(home -> home.space().account()).toList());
        for (Home home : homes) {
            Files.createDirectories(folders.of(home.space().account()));
        }
        NodeConfig config = new NodeConfig(
                1,
                file.serverName().isEmpty() ? "stationmaster-" + diskId : file.serverName(),
                "bare-" + diskId,
                diskId,
                homes.isEmpty() ? store : folders.of(homes.getFirst().space().account()),
                host,
                new NodeConfig.Ports(port, file.webSocketPort().orElse(-1), monitorPort, 0, -1),
                List.of(new NodeConfig.Member(1, diskId, host, port, 0, 0)),
                flags.sync().orElse(file.sync()),
                SYNC_INTERVAL,
                file.limits().payloadBytesMax(),
                file.access(),
                Optional.empty());
        ClientTerms terms = new ClientTerms(
                file.limits(),
                file.jetstream().enabled(),
                file.jetstream().domain(),
                file.advertise(),
                file.tls(),
                file.webSocketTls(),
                homes,
                folders,
                new Quota.Room(file.jetstream().memoryMax(), file.jetstream().fileMax()),
                spaces.prefixes(),
                file.lameDuckGrace(),
                file.lameDuckDuration(),
                file.leafs(),
                spaces::ofAccount);
        if (file.cluster().isEmpty() && file.jetstream().enabled() && new ClusterFile(config.directory()).isThere()) {
            throw new StartFailure(
                    "SM-CLUSTER",
                    "the store " + store + " belongs to a broker of a cluster, but the configuration has no 'cluster'");
        }
        Node node = file.cluster()
                .map(routes -> Node.routed(config, authenticator, terms, routes))
                .orElseGet(() -> Node.bare(config, authenticator, terms));
        node.start();
        LameDuckSignal.onSignal(() -> node.lameDuck(() -> Thread.ofPlatform().start(() -> System.exit(0))));
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("client", host + ":" + node.clientPort());
        ready.put("monitor", node.monitorPort() < 0 ? null : host + ":" + node.monitorPort());
        if (node.routePort() > 0) {
            ready.put("cluster", file.cluster().orElseThrow().host() + ":" + node.routePort());
        }
        if (node.leafPort() >= 0) {
            ready.put("leaf", file.leafs().listen().orElseThrow().host() + ":" + node.leafPort());
        }
        return new Program.Running(
                () -> {
                    node.close();
                    held.close();
                },
                ready);
    }

    private static SubjectSpaces spaces(BareConfig file) {
        try {
            return new SubjectSpaces(file.accounts(), file.jetstream().enabled());
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure("SM-CONFIG", String.valueOf(wrong.getMessage()), 2, wrong);
        }
    }

    private static Authenticator authenticator(BareConfig file, SubjectSpaces spaces) {
        try {
            if (file.operator().isPresent()) {
                BareConfig.Operator operator = file.operator().get();
                return new OperatorAccess(
                        operator.jwt(), operator.systemAccount(), operator.accounts(), WallClock.system());
            }
            boolean open =
                    file.access().users().isEmpty() && file.access().token().isEmpty();
            return open
                    ? Authenticator.open()
                    : new BareAccess(file.access(), file.tokenRights(), spaces, file.noAuthUser(), new PasswordCheck());
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure("SM-CONFIG", String.valueOf(wrong.getMessage()), 2, wrong);
        }
    }

    private static BareConfig read(Path file) {
        try {
            return BareConfigFile.read(file);
        } catch (ConfigException wrong) {
            throw new StartFailure("SM-CONFIG", String.valueOf(wrong.getMessage()), 2, wrong);
        }
    }

    private static Path store(Optional<Path> asked) throws IOException {
        if (asked.isPresent()) {
            return asked.get().toAbsolutePath();
        }
        Path temporary = Files.createTempDirectory("stationmaster-broker-");
        System.err.println("no --store given: keeping data in " + temporary);
        return temporary;
    }

    /// Held until it is closed.
    private static FileChannel lock(Path store) throws IOException {
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
        return channel;
    }

    private record Flags(
            OptionalInt port,
            Optional<String> host,
            Optional<Path> store,
            OptionalInt monitorPort,
            Optional<NodeConfig.Sync> sync,
            Optional<Path> config) {
        static Flags parse(String[] arguments) {
            Map<String, String> given = new HashMap<>();
            for (int at = 0; at < arguments.length; at += 2) {
                if (!NAMES.contains(arguments[at])) {
                    throw new StartFailure(
                            "SM-USAGE",
                            "unknown flag " + arguments[at] + "; known are " + NAMES + " and " + JSON,
                            2,
                            null);
                }
                if (at + 1 == arguments.length) {
                    throw new StartFailure("SM-USAGE", arguments[at] + " needs a value", 2, null);
                }
                given.put(arguments[at], arguments[at + 1]);
            }
            return new Flags(
                    port(given, "--port"),
                    Optional.ofNullable(given.get("--host")),
                    Optional.ofNullable(given.get("--store")).map(Path::of),
                    port(given, "--monitor-port"),
                    Optional.ofNullable(given.get("--sync")).map(Flags::sync),
                    Optional.ofNullable(given.get("--config")).map(Path::of));
        }

        private static NodeConfig.Sync sync(String word) {
            return switch (word) {
                case "always" -> NodeConfig.Sync.ALWAYS;
                case "interval" -> NodeConfig.Sync.INTERVAL;
                default ->
                    throw new StartFailure(
                            "SM-USAGE", "--sync is " + word + ", but must be always or interval", 2, null);
            };
        }

        private static OptionalInt port(Map<String, String> given, String flag) {
            String value = given.get(flag);
            if (value == null) {
                return OptionalInt.empty();
            }
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= 65_535) {
                    return OptionalInt.of(port);
                }
            } catch (NumberFormatException notANumber) {
                // Said below.
            }
            throw new StartFailure("SM-USAGE", flag + " is " + value + ", but must be 0 to 65535", 2, null);
        }
    }

    private BrokerMain() {}
}
