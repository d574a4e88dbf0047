package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.BrokerLink;
import dev.stationmaster.gateway.watch.StationsReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/// Pages through the stored messages of a station, in either direction, merged over partitions by stored time.
///
/// Every page is bounded in probes as well as in rows, for a partition may have long gaps; a page that ended
/// early has
/// a
/// cursor to go on with, and only one without a cursor has seen everything.
public final class MessageBrowser {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final int AT_ONCE = 8;
    private static final int LARGE = 256 * 1024;
    private static final int PROBES_MAX = 3000;

    /// @param next cursor, empty when there is no more
    public record Page(List<StoredMessage> messages, Optional<String> next) {}

    private record Bounds(long first, long last) {}

    private final BrokerLink link;
    private final MessageReader reader;

    public MessageBrowser(BrokerLink link) {
        this.link = link;
        this.reader = new MessageReader(link);
    }

    /// @param partition 0 for all
    /// @param limit rows, 1..1000
    public Page page(StationsReply.Station station, int partition, BrowsePosition from, int limit)
            throws InterruptedException {
        List<StationsReply.Partition> chosen = station.partitionList().stream()
                .filter(p -> partition == 0 || p.partition() == partition)
                .toList();
        if (chosen.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.UNKNOWN,
                    "SM-PARTITION-UNKNOWN",
                    "Station " + station.name() + " has no partition " + partition);
        }
        boolean down = from.isDown();
        List<Lane> lanes = new ArrayList<>();
        for (StationsReply.Partition p : chosen) {
            lanes.add(lane(p, from, Math.clamp(limit / chosen.size(), 8, 100)));
        }
        List<StoredMessage> rows = new ArrayList<>();
        Comparator<StoredMessage> order = Comparator.comparingLong(StoredMessage::storedMillis)
                .thenComparingInt(StoredMessage::partition)
                .thenComparingLong(StoredMessage::sequence);
        Comparator<StoredMessage> wanted = down ? order.reversed() : order;
        int probes = 0;
        while (rows.size() < limit && probes < PROBES_MAX) {
            Optional<Lane> next = Optional.empty();
            for (Lane lane : lanes) {
                probes += lane.fill();
                if (lane.head().isPresent()
                        && (next.isEmpty()
                                || wanted.compare(
                                                lane.head().get(),
                                                next.get().head().orElseThrow())
                                        < 0)) {
                    next = Optional.of(lane);
                }
            }
            if (next.isEmpty() || lanes.stream().anyMatch(Lane::isUndecided)) {
                break;
            }
            rows.add(next.get().take());
        }
        TreeMap<Integer, Long> rest = new TreeMap<>();
        lanes.stream().filter(lane -> !lane.isExhausted()).forEach(lane -> rest.put(lane.partition(), lane.position()));
        return new Page(rows, rest.isEmpty() ? Optional.empty() : Optional.of(BrowsePosition.cursor(down, rest)));
    }

    private Lane lane(StationsReply.Partition partition, BrowsePosition from, int chunk) {
        Bounds bounds = bounds(partition);
        long start = switch (from.kind()) {
            case NEWEST -> bounds.last;
            case OLDEST -> bounds.first;
            case SEQUENCE -> Math.max(bounds.first, from.value());
            case TIME -> firstAtOrAfter(partition, bounds, from.value());
            case UP, DOWN -> from.next().getOrDefault(partition.partition(), 0L);
        };
        // A lane that the cursor does not name was read to its end before.
        boolean over = start == 0 && (from.kind() == BrowsePosition.Kind.UP);
        return new Lane(partition, from.isDown(), bounds, over ? bounds.last + 1 : start, chunk);
    }

    private Bounds bounds(StationsReply.Partition partition) {
        JsonNode info = Json.mapper()
                .readTree(link.request("$JS.API.STREAM.INFO." + partition.stream(), NOTHING, Duration.ofSeconds(5)));
        JsonNode state = info.path("state");
        return new Bounds(
                Math.max(1, state.path("first_seq").asLong(1)),
                state.path("last_seq").asLong(0));
    }

    /// Stored times grow with the sequence, so halving finds the first message that is not older.
    private long firstAtOrAfter(StationsReply.Partition partition, Bounds bounds, long millis) {
        long low = bounds.first;
        long high = bounds.last + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            Optional<StoredMessage> message = reader.from(partition, middle);
            if (message.isEmpty() || message.get().storedMillis() >= millis) {
                high = middle;
            } else {
                low = message.get().sequence() + 1;
            }
        }
        return low;
    }

    /// One partition's messages, read ahead in chunks.
    private final class Lane {
        private final StationsReply.Partition partition;
        private final boolean down;
        private final Bounds bounds;
        private final int chunk;
        private final List<StoredMessage> ahead = new ArrayList<>();
        private long at;
        private boolean large;

        Lane(StationsReply.Partition partition, boolean down, Bounds bounds, long start, int chunk) {
            this.partition = partition;
            this.down = down;
            this.bounds = bounds;
            this.at = down ? Math.min(start, bounds.last) : start;
            this.chunk = chunk;
        }

        int partition() {
            return partition.partition();
        }

        Optional<StoredMessage> head() {
            return ahead.isEmpty() ? Optional.empty() : Optional.of(ahead.getFirst());
        }

        StoredMessage take() {
            return ahead.removeFirst();
        }

        /// Next sequence to look at: that of the first message not taken.
        long position() {
            return ahead.isEmpty() ? at : ahead.getFirst().sequence();
        }

        boolean isExhausted() {
            return ahead.isEmpty() && isAtEnd();
        }

        /// Whether nothing was found in the last chunk, though there is more to look at.
        boolean isUndecided() {
            return ahead.isEmpty() && !isAtEnd();
        }

        private boolean isAtEnd() {
            return down ? at < bounds.first || at < 1 : at > bounds.last;
        }

        /// Reads on until there is a message or the bound of one call is reached; returns how many it looked at.
        int fill() throws InterruptedException {
            int probes = 0;
            while (ahead.isEmpty() && !isAtEnd() && probes < 500) {
                if (down) {
                    probes += readDown();
                } else {
                    probes += readUp();
                }
            }
            return probes;
        }

        private int readDown() throws InterruptedException {
            long low = Math.max(bounds.first, at - chunk + 1);
            List<Long> sequences = new ArrayList<>();
            for (long sequence = at; sequence >= low; sequence--) {
                sequences.add(sequence);
            }
            read(sequences);
            at = low - 1;
            return sequences.size();
        }

        private int readUp() throws InterruptedException {
            Optional<StoredMessage> first = reader.from(partition, at);
            if (first.isEmpty()) {
                at = bounds.last + 1;
                return 1;
            }
            ahead.add(first.get());
            large |= first.get().payload().length > LARGE;
            long high = Math.min(bounds.last, first.get().sequence() + chunk - 1);
            List<Long> sequences = new ArrayList<>();
            for (long sequence = first.get().sequence() + 1; sequence <= high; sequence++) {
                sequences.add(sequence);
            }
            read(sequences);
            at = high + 1;
            return sequences.size() + 1;
        }

        /// Several at once, one by one where messages are large.
        private void read(List<Long> sequences) throws InterruptedException {
            for (int i = 0; i < sequences.size(); ) {
                int count = large ? 1 : Math.min(AT_ONCE, sequences.size() - i);
                for (Optional<StoredMessage> message : readAtOnce(sequences.subList(i, i + count))) {
                    message.ifPresent(found -> {
                        ahead.add(found);
                        large |= found.payload().length > LARGE;
                    });
                }
                i += count;
            }
        }

        private List<Optional<StoredMessage>> readAtOnce(List<Long> sequences) throws InterruptedException {
            if (sequences.size() == 1) {
                return List.of(reader.at(partition, sequences.getFirst()));
            }
            List<Future<Optional<StoredMessage>>> futures = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                sequences.forEach(sequence -> futures.add(threads.submit(() -> reader.at(partition, sequence))));
            }
            List<Optional<StoredMessage>> messages = new ArrayList<>();
            for (Future<Optional<StoredMessage>> future : futures) {
                try {
                    messages.add(future.get());
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
            return messages;
        }
    }

    /// @throws Refusal `UNKNOWN` when the message is gone
    public StoredMessage message(StationsReply.Station station, int partition, long sequence) {
        return station.partitionList().stream()
                .filter(p -> p.partition() == partition)
                .findFirst()
                .flatMap(p -> reader.at(p, sequence))
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.UNKNOWN,
                        "SM-MESSAGE-UNKNOWN",
                        "Message " + sequence + " of partition " + partition + " of station " + station.name()
                                + " does not exist; it was probably removed"));
    }
}
