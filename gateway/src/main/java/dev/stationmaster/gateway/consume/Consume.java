package dev.stationmaster.gateway.consume;

import dev.stationmaster.gateway.auth.Session;
import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import dev.stationmaster.gateway.broker.Delivery;
import dev.stationmaster.gateway.broker.Pull;
import dev.stationmaster.gateway.station.Name;
import dev.stationmaster.gateway.station.OpenConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches a batch for a consumer group and settles it before it is handed out: at most once towards the caller.
///
/// First every partition is asked for what it has, in turns that begin at another partition each call. Only
/// when all
/// are
/// empty does the call wait: on one partition for the whole time, on several in short rounds of one message
/// each, since
/// a pull that was handed to the broker cannot be taken back, and what it delivers must find its way into the
/// answer.
public final class Consume {
    private static final Logger log = LoggerFactory.getLogger(Consume.class);
    private static final Duration ACK_WAIT = Duration.ofSeconds(10);
    private static final int DELIVERIES_MAX = 1;
    private static final Duration ROUND = Duration.ofMillis(300);
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(5);
    /// Bound of one answer, beside its count and unless a single message is larger: several callers' answers
    /// are in
    /// memory at once.
    private static final long BYTES_MAX = 8L * 1024 * 1024;

    /// @param batchSize messages at most
    /// @param patience how long to wait for the first message
    public record Order(Name station, Name consumer, Name group, int batchSize, Duration patience) {}

    /// @param isCallerGone asked before anything is settled: a caller who went away gets nothing, so it is
    ///     given back
    /// @throws BrokerException when the group cannot be opened or read
    public List<Delivery> batch(Session session, Order order, BooleanSupplier isCallerGone)
            throws InterruptedException {
        List<Delivery> got = fetch(session, order, isCallerGone);
        boolean gone = isCallerGone.getAsBoolean();
        if (gone && !got.isEmpty()) {
            log.info(
                    "caller of {} went away, {} messages are given back",
                    order.station().external(),
                    got.size());
        }
        settleAll(session, got, gone ? "-NAK" : "+ACK");
        return gone ? List.of() : got;
    }

    private static List<Delivery> fetch(Session session, Order order, BooleanSupplier isCallerGone)
            throws InterruptedException {
        long end = System.nanoTime() + order.patience().toNanos();
        boolean mayReopen = true;
        while (true) {
            try {
                return new Fetch(session, order, open(session, order), end, isCallerGone).run();
            } catch (BrokerException e) {
                // The group went with its station, or its partition has no leader just now.
                boolean hopeful = e.kind() == Kind.NO_RESPONDERS || e.kind() == Kind.UNAVAILABLE;
                if (!hopeful || (!mayReopen && System.nanoTime() > end)) {
                    throw e;
                }
                mayReopen = false;
                session.stations().forget(order.station());
                Thread.sleep(250);
            }
        }
    }

    private static OpenConsumer open(Session session, Order order) {
        return session.stations().consumer(order.station(), order.consumer(), order.group(), ACK_WAIT, DELIVERIES_MAX);
    }

    private static void settleAll(Session session, List<Delivery> deliveries, String verdict) {
        List<CompletableFuture<Void>> settled = deliveries.stream()
                .map(delivery -> session.link().settle(delivery.ackSubject(), verdict, SETTLE_TIMEOUT))
                .toList();
        for (int i = 0; i < settled.size(); i++) {
            try {
                settled.get(i).join();
            } catch (CompletionException e) {
                settleAgain(session, deliveries.get(i), verdict, e);
            }
        }
    }

    private static void settleAgain(Session session, Delivery delivery, String verdict, CompletionException first) {
        try {
            session.link()
                    .settle(delivery.ackSubject(), verdict, SETTLE_TIMEOUT)
                    .join();
        } catch (CompletionException e) {
            log.warn("{} not settled: {}, again: {}", delivery.subject(), first.getMessage(), e.getMessage());
        }
    }

    /// One call's way over the partitions.
    private static final class Fetch {
        private final Session session;
        private final Order order;
        private final OpenConsumer consumer;
        private final long end;
        private final BooleanSupplier isCallerGone;
        private final List<Delivery> got = new ArrayList<>();
        private long bytes;

        Fetch(Session session, Order order, OpenConsumer consumer, long end, BooleanSupplier isCallerGone) {
            this.session = session;
            this.order = order;
            this.consumer = consumer;
            this.end = end;
            this.isCallerGone = isCallerGone;
        }

        List<Delivery> run() throws InterruptedException {
            List<Integer> partitions = new ArrayList<>(consumer.partitions());
            Collections.rotate(partitions, -Math.floorMod(consumer.turn().getAndIncrement(), partitions.size()));
            if (partitions.size() == 1) {
                take(pull(partitions.getFirst(), order.batchSize(), left()));
                return got;
            }
            drain(partitions);
            while (got.isEmpty() && !left().isZero() && !isCallerGone.getAsBoolean()) {
                waitForOne(partitions);
            }
            if (!got.isEmpty() && got.size() < order.batchSize()) {
                drain(partitions);
            }
            return got;
        }

        private void drain(List<Integer> partitions) throws InterruptedException {
            Optional<BrokerException> failure = Optional.empty();
            for (int partition : partitions) {
                if (got.size() < order.batchSize() && bytes < BYTES_MAX) {
                    try {
                        take(pull(partition, order.batchSize() - got.size(), Duration.ZERO));
                    } catch (BrokerException e) {
                        failure = Optional.of(e);
                    }
                }
            }
            throwIfNothing(failure);
        }

        private void waitForOne(List<Integer> partitions) throws InterruptedException {
            Duration wait = left().compareTo(ROUND) < 0 ? left() : ROUND;
            List<Integer> asked = partitions.subList(0, Math.min(partitions.size(), order.batchSize()));
            List<Future<List<Delivery>>> pulls = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                asked.forEach(partition -> pulls.add(threads.submit(() -> pull(partition, 1, wait))));
            }
            Collections.rotate(partitions, -asked.size());
            Optional<BrokerException> failure = Optional.empty();
            for (Future<List<Delivery>> pull : pulls) {
                try {
                    take(pull.get());
                } catch (ExecutionException e) {
                    failure = Optional.of(
                            e.getCause() instanceof BrokerException cause
                                    ? cause
                                    : new BrokerException(Kind.REFUSED, "memphis: " + e.getMessage(), e));
                }
            }
            throwIfNothing(failure);
        }

        /// A partition that fails spoils nothing that others delivered.
        private void throwIfNothing(Optional<BrokerException> failure) {
            if (got.isEmpty() && failure.isPresent()) {
                throw failure.get();
            }
        }

        private List<Delivery> pull(int partition, int batch, Duration wait) throws InterruptedException {
            long bytesMax = Math.max(BYTES_MAX - bytes, session.link().maxPayload() + 64 * 1024L);
            return session.link()
                    .pull(new Pull(
                            order.station().stream(partition), order.group().internal(), batch, bytesMax, wait));
        }

        private void take(List<Delivery> deliveries) {
            deliveries.forEach(delivery -> bytes += delivery.payload().length);
            got.addAll(deliveries);
        }

        private Duration left() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }
    }
}
