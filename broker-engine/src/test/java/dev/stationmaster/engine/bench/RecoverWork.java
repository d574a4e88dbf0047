package dev.stationmaster.engine.bench;

import io.nats.client.Connection;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A full store, a kill, and the time until it stores again. The store grows over the rounds by a hundredth each, so
/// that there is always something that no checkpoint has.
final class RecoverWork implements Work {
    private static final int SIZE = 200;
    private static final int WINDOW = 4_000;

    private final Map<ServerKind, Store> stores = new EnumMap<>(ServerKind.class);

    private record Store(Path path, long messages) {}

    @Override
    public String name() {
        return "recover";
    }

    @Override
    public String what() {
        return "a stream of many messages of 200 B, a hundredth more, kill -9, start; seconds from the start of the"
                + " process to the next acknowledged publish (10,000,000 messages with --long, else 500,000)";
    }

    @Override
    public List<Bar> bars() {
        return List.of(Bar.atMost("ready, s", 5, 1.5), Bar.atMost("acknowledged and lost", 0, 0));
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        int messages = lab.messages(lab.options().isLong() ? 10_000_000 : 500_000);
        Store store = stores.get(kind);
        int more = store == null ? messages : Math.max(1, messages / 100);
        if (store == null) {
            store = new Store(lab.newStore(kind), 0);
        }
        long stored = publishAndKill(lab, kind, store, more);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Server server = lab.start(kind, store.path())) {
            figures.put("ready, s", Ready.await(server, Streams.SUBJECT));
            long there = count(server) - 1;
            figures.put("acknowledged and lost", (double) (stored - there));
            figures.put("messages", (double) there);
            figures.put("memory then, MB", server.residentKilobytes() / 1024);
            stores.put(kind, new Store(store.path(), there + 1));
        }
        if (lab.isLastRound()) {
            lab.delete(store.path());
        }
        return figures;
    }

    /// @return how many messages were acknowledged
    private static long publishAndKill(Lab lab, ServerKind kind, Store store, int more) throws Exception {
        Server server = lab.start(kind, store.path());
        try {
            Ready.await(server, "ready");
            if (store.messages() == 0) {
                Streams.createAndKeep(server);
            }
            new RawDriver().publish(server, Streams.SUBJECT, Streams.payload(SIZE), more, WINDOW, new AtomicLong());
            return store.messages() + more;
        } finally {
            server.kill();
        }
    }

    private static long count(Server server) throws Exception {
        try (Connection connection = JavaDriver.connect(server)) {
            return connection
                    .jetStreamManagement()
                    .getStreamInfo(Streams.NAME)
                    .getStreamState()
                    .getMsgCount();
        }
    }
}
