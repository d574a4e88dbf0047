package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// The servers under test and the folder of their stores. Confined to the main thread.
final class Lab implements AutoCloseable {
    private final Options options;
    private final Path folder;
    private final Map<ServerKind, Server> running = new EnumMap<>(ServerKind.class);
    /// All that were ever started; also read by the hook that ends them with this process.
    private final List<Server> started = new CopyOnWriteArrayList<>();

    private int stores;
    private int round;

    Lab(Options options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory(Files.createDirectories(options.store()), "compare-");
        Runtime.getRuntime().addShutdownHook(new Thread(this::endAll, "end servers"));
    }

    Options options() {
        return options;
    }

    Path folder() {
        return folder;
    }

    /// Called before each round.
    void onRound(int number) {
        round = number;
    }

    boolean isLastRound() {
        return round == options.rounds();
    }

    /// Messages of a round: what the caller said, else the work's own number.
    int messages(int own) {
        return options.messages() > 0 ? options.messages() : Math.max(20, (int) (own * options.scale()));
    }

    /// Waits as long, less where the caller only tries.
    void settle(double seconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) (seconds * 1000 * Math.min(1, options.scale())));
    }

    /// How a work speaks to a server, unless the caller wants one client everywhere.
    Driver driver(boolean raw) {
        boolean bare = options.client().isEmpty() ? raw : options.client().equals("raw");
        return bare ? new RawDriver() : new JavaDriver();
    }

    /// The server that most works share.
    Server shared(ServerKind kind) throws Exception {
        Server server = running.get(kind);
        if (server == null) {
            server = launch(kind, folder.resolve(kind.title()));
            running.put(kind, server);
            Ready.await(server, "ready");
        }
        return server;
    }

    /// A server with an empty store; the shared ones end first, so that only it uses the machine.
    Server fresh(ServerKind kind) throws Exception {
        return start(kind, newStore(kind));
    }

    Server start(ServerKind kind, Path store) throws Exception {
        stopShared();
        return launch(kind, store);
    }

    private Server launch(ServerKind kind, Path store) throws IOException {
        Server server = Server.start(kind, options.program(), store);
        started.add(server);
        return server;
    }

    /// Whatever ended this process: no server outlives it, and no store.
    private void endAll() {
        try {
            for (Server server : started) {
                server.kill();
            }
            delete(folder);
        } catch (IOException | InterruptedException e) {
            System.err.println("left behind in " + folder + ": " + e);
        }
    }

    Path newStore(ServerKind kind) {
        return folder.resolve(kind.title() + "-" + ++stores);
    }

    private void stopShared() throws InterruptedException {
        for (Server server : running.values()) {
            server.close();
        }
        running.clear();
    }

    void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public void close() throws Exception {
        stopShared();
    }
}
