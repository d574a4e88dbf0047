package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.metadata.ConsumerMember;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.Producer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows of producers and consumers, written in order by one thread so that a slow or absent database holds nobody
/// up:
/// changes wait in a bounded queue and are tried again until they are written; when the queue is full the newest is
/// dropped with a log line, and the row is missing from lists. Thread-safe.
public final class ClientRoster implements ClientPresence, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientRoster.class);
    private static final int QUEUE_MAX = 10_000;
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private final MetadataStores stores;
    private final int node;
    private final BlockingQueue<Change> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();
    private final Thread worker;
    private volatile boolean closed;
    private volatile boolean away;

    /// @param lasting whether to try again while the database is away
    private record Change(String what, Consumer<MetadataStores> work, boolean lasting) {}

    public ClientRoster(MetadataStores stores, int node) {
        this.stores = stores;
        this.node = node;
        this.worker = Thread.ofVirtual().name("client-roster").unstarted(this::work);
    }

    /// Marks what this node held before it stopped as inactive, and begins to write.
    public void start() {
        enqueue("rows of node " + node, all -> {
            all.producers().deactivateNode(node);
            all.consumers().deactivateNode(node);
        });
        worker.start();
    }

    void add(Producer producer) {
        enqueue("producer " + producer.client().name(), all -> all.producers().add(producer));
    }

    void add(ConsumerMember member) {
        enqueue("consumer " + member.client().name(), all -> all.consumers().add(member));
    }

    void removeProducer(String station, String name, String connection) {
        enqueue("producer " + name, all -> all.producers().remove(station, name, connection));
    }

    void removeStation(String station) {
        enqueue("station " + station, all -> all.removeStation(station));
    }

    @Override
    public void onConnected(ClientIdentity client) {
        String connection = client.connectionId();
        if (!connection.isEmpty() && connections.merge(connection, 1, Integer::sum) == 1) {
            enqueue("connection " + connection, all -> {
                all.producers().activateConnection(connection, node);
                all.consumers().activateConnection(connection, node);
            });
        }
    }

    @Override
    public void onDisconnected(ClientIdentity client) {
        String connection = client.connectionId();
        if (!connection.isEmpty() && connections.computeIfPresent(connection, ClientRoster::oneLess) == null) {
            enqueue("connection " + connection, all -> {
                all.producers().deactivateConnection(connection);
                all.consumers().deactivateConnection(connection);
            });
        }
    }

    private static @Nullable Integer oneLess(String connection, Integer count) {
        return count == 1 ? null : count - 1;
    }

    /// Asks something after everything queued so far is written.
    ///
    /// @throws MetadataException when the database is away or does not answer in time
    <T> T call(String what, Duration patience, Function<MetadataStores, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Consumer<MetadataStores> work = all -> {
            try {
                answer.complete(question.apply(all));
            } catch (MetadataException e) {
                answer.completeExceptionally(e);
            }
        };
        if (away || !queue.offer(new Change(what, work, false))) {
            throw unavailable(what, new IllegalStateException("the database is away"));
        }
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(what, e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw unavailable(what, e);
        }
    }

    private static MetadataException unavailable(String what, Exception cause) {
        return new MetadataException(
                MetadataException.Kind.UNAVAILABLE, what + ": the metadata is not available", cause);
    }

    private void enqueue(String what, Consumer<MetadataStores> work) {
        if (!queue.offer(new Change(what, work, true))) {
            LOG.warn("change of {} is lost: {} changes wait for the metadata", what, QUEUE_MAX);
        }
    }

    private void work() {
        while (!closed) {
            try {
                write(queue.take());
            } catch (InterruptedException e) {
                // Closing; rows of this node are marked inactive at its next start.
                return;
            }
        }
    }

    private void write(Change change) throws InterruptedException {
        for (Duration pause = Duration.ofMillis(100); !closed; pause = longer(pause)) {
            try {
                change.work().accept(stores);
                away = false;
                return;
            } catch (MetadataException e) {
                if (e.kind() == MetadataException.Kind.FAILED || !change.lasting()) {
                    LOG.warn("change of {} is lost: {}", change.what(), e.getMessage());
                    return;
                }
                if (!away) {
                    LOG.warn("clients' rows wait for the metadata: {}", e.getMessage());
                }
                away = true;
                Thread.sleep(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : doubled;
    }

    @Override
    public void close() {
        closed = true;
        worker.interrupt();
    }
}
