package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.consumer.ConsumerStart;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.StoredMessage;
import dev.stationmaster.engine.sequence.SequenceSet;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A stream as a map of messages, and its consumers as maps of pending ones.
public final class FakePartition implements PartitionView {
    private final long id;
    private final StreamConfig config;
    private final long created;
    public final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
    public final TreeMap<String, FakeConsumer> consumers = new TreeMap<>();
    private long lastSequence;
    private long lastTime;

    FakePartition(long id, StreamConfig config, long created) {
        this.id = id;
        this.config = config;
        this.created = created;
    }

    long append(long time, String subject, byte[] headers, byte[] payload) {
        messages.put(++lastSequence, new StoredMessage(lastSequence, time, subject, headers, payload));
        lastTime = time;
        return lastSequence;
    }

    void put(ConsumerConfig consumer, long time) {
        FakeConsumer known = consumers.get(consumer.name());
        if (known != null) {
            known.config = consumer;
        } else {
            consumers.put(consumer.name(), new FakeConsumer(consumer, time, start(consumer)));
        }
    }

    void apply(String consumer, ConsumerProgress progress, Consumer<ConsumerProgress.Exhausted> exhausted) {
        FakeConsumer state = consumers.get(consumer);
        if (state == null) {
            return;
        }
        boolean acks = state.config.ackPolicy() != ConsumerConfig.AckPolicy.NONE;
        if (acks) {
            for (StoredMessage message : messages.tailMap(state.delivered + 1).values()) {
                if (message.sequence() <= progress.deliveredStreamSequence()
                        && matches(message.subject(), state.config.filters())) {
                    state.pending.put(message.sequence(), new Pending(1, 0));
                }
            }
        }
        state.delivered = Math.max(state.delivered, progress.deliveredStreamSequence());
        state.deliveredConsumer = Math.max(state.deliveredConsumer, progress.deliveredConsumerSequence());
        progress.counts().forEach(count -> state.pending.put(count.sequence(), new Pending(count.deliveries(), 0)));
        progress.delayed()
                .forEach(delay -> state.pending.computeIfPresent(
                        delay.sequence(), (k, old) -> new Pending(old.deliveries(), delay.dueGroupTimeNanos())));
        progress.settled()
                .forEach(range ->
                        state.pending.subMap(range.first(), range.last() + 1).clear());
        for (ConsumerProgress.Exhausted item : progress.exhausted()) {
            if (state.pending.remove(item.sequence()) != null) {
                exhausted.accept(item);
            }
        }
    }

    long purge(String filter, long before, long keep) {
        List<Long> gone = new ArrayList<>();
        for (StoredMessage message : messages.values()) {
            if ((filter.isEmpty() || SubjectPattern.matches(filter, message.subject()))
                    && (before == 0 || message.sequence() < before)) {
                gone.add(message.sequence());
            }
        }
        List<Long> removed = gone.subList(0, (int) Math.max(0, gone.size() - keep));
        removed.forEach(messages::remove);
        return removed.size();
    }

    private static boolean matches(String subject, List<String> filters) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> SubjectPattern.matches(filter, subject));
    }

    @Override
    public long streamId() {
        return id;
    }

    @Override
    public StreamConfig config() {
        return config;
    }

    @Override
    public long createdNanos() {
        return created;
    }

    @Override
    public Stats stats() {
        long first = messages.isEmpty() ? lastSequence + 1 : messages.firstKey();
        return new Stats(
                messages.size(),
                messages.values().stream().mapToLong(m -> m.payload().length).sum(),
                first,
                messages.isEmpty() ? 0 : messages.firstEntry().getValue().timeNanos(),
                lastSequence,
                lastTime,
                messages.isEmpty() ? 0 : lastSequence - first + 1 - messages.size(),
                subjects(">").size());
    }

    @Override
    public boolean has(long sequence) {
        return messages.containsKey(sequence);
    }

    @Override
    public StoredMessage load(long sequence) {
        return messages.get(sequence);
    }

    @Override
    public StoredMessage loadLast(String pattern) {
        return messages.descendingMap().values().stream()
                .filter(message -> SubjectPattern.matches(pattern, message.subject()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public StoredMessage loadNext(long from, List<String> filters) {
        return messages.tailMap(from).values().stream()
                .filter(message -> matches(message.subject(), filters))
                .findFirst()
                .orElse(null);
    }

    @Override
    public long count(long from, List<String> filters) {
        return messages.tailMap(from).values().stream()
                .filter(message -> matches(message.subject(), filters))
                .count();
    }

    @Override
    public long sequenceAt(long timeNanos) {
        return messages.values().stream()
                .filter(message -> message.timeNanos() >= timeNanos)
                .map(StoredMessage::sequence)
                .findFirst()
                .orElse(lastSequence + 1);
    }

    @Override
    public Map<String, Long> subjects(String pattern) {
        TreeMap<String, Long> counts = new TreeMap<>();
        for (StoredMessage message : messages.values()) {
            if (SubjectPattern.matches(pattern, message.subject())) {
                counts.merge(message.subject(), 1L, Long::sum);
            }
        }
        return counts;
    }

    @Override
    public List<Long> lastPerSubject(List<String> filters) {
        TreeMap<String, Long> last = new TreeMap<>();
        for (StoredMessage message : messages.values()) {
            if (matches(message.subject(), filters)) {
                last.put(message.subject(), message.sequence());
            }
        }
        return last.values().stream().sorted().toList();
    }

    @Override
    public List<Long> deleted() {
        List<Long> gaps = new ArrayList<>();
        for (long sequence = stats().firstSequence(); sequence < lastSequence; sequence++) {
            if (!messages.containsKey(sequence)) {
                gaps.add(sequence);
            }
        }
        return gaps;
    }

    @Override
    public ConsumerStart start(ConsumerConfig config) {
        Stats stats = stats();
        long next = stats.lastSequence() + 1;
        long oldest = Math.max(1, stats.firstSequence());
        return switch (config.deliverPolicy()) {
            case LAST_PER_SUBJECT -> {
                SequenceSet chosen = new SequenceSet();
                lastPerSubject(config.filters()).forEach(chosen::add);
                yield new ConsumerStart(chosen.first() == 0 ? next : chosen.first(), chosen, next - 1);
            }
            case ALL -> ConsumerStart.at(oldest);
            case NEW -> ConsumerStart.at(next);
            case LAST -> {
                StoredMessage last = loadLast(
                        config.filters().isEmpty() ? ">" : config.filters().getFirst());
                yield ConsumerStart.at(last == null ? next : last.sequence());
            }
            case BY_START_SEQUENCE ->
                ConsumerStart.at(Math.clamp(config.startSequence(), oldest, Math.max(oldest, next)));
            case BY_START_TIME -> ConsumerStart.at(Math.max(1, sequenceAt(config.startTimeNanos())));
        };
    }

    @Override
    public Collection<ConsumerView> consumers() {
        return new ArrayList<>(consumers.values());
    }

    @Override
    public ConsumerView consumer(String name) {
        return consumers.get(name);
    }

    public static final class FakeConsumer implements ConsumerView {
        ConsumerConfig config;
        private final long created;
        private final ConsumerStart start;
        public long delivered;
        public long deliveredConsumer;
        public final TreeMap<Long, Pending> pending = new TreeMap<>();

        FakeConsumer(ConsumerConfig config, long created, ConsumerStart start) {
            this.config = config;
            this.created = created;
            this.start = start;
            this.delivered = start.sequence() - 1;
        }

        @Override
        public String name() {
            return config.name();
        }

        @Override
        public ConsumerConfig config() {
            return config;
        }

        @Override
        public long createdNanos() {
            return created;
        }

        @Override
        public long startSequence() {
            return start.sequence();
        }

        @Override
        public SequenceSet initial() {
            return start.initial();
        }

        @Override
        public long initialThrough() {
            return start.initialThrough();
        }

        @Override
        public long deliveredStreamSequence() {
            return delivered;
        }

        @Override
        public long deliveredConsumerSequence() {
            return deliveredConsumer;
        }

        @Override
        public long ackFloorStreamSequence() {
            return pending.isEmpty() ? delivered : pending.firstKey() - 1;
        }

        @Override
        public long ackFloorConsumerSequence() {
            return deliveredConsumer - pending.size();
        }

        @Override
        public NavigableMap<Long, Pending> pending() {
            return new TreeMap<>(pending);
        }
    }
}
