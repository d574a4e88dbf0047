package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.consumer.ConsumerState;
import dev.stationmaster.engine.consumer.ConsumerUpdate;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.replication.PartitionCommand.Action;
import dev.stationmaster.engine.stream.Interest;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.SubjectFilter;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The consumers of one stream by name, in ascending order so that every replica goes through them alike. Confined to
/// the group loop.
final class ConsumerTable implements Interest, StreamFiles.RemovalListener {
    private static final int CONSUMERS_MAX = 1 << 20;

    private final TreeMap<String, ConsumerEntry> entries = new TreeMap<>();

    @Nullable
    ConsumerEntry find(String name) {
        return entries.get(name);
    }

    Collection<ConsumerEntry> all() {
        return entries.values();
    }

    void add(ConsumerState state) {
        entries.put(state.name(), new ConsumerEntry(state));
    }

    void remove(String name) {
        entries.remove(name);
    }

    @Override
    public boolean hasConsumers() {
        return !entries.isEmpty();
    }

    @Override
    public boolean wants(String subject) {
        for (ConsumerEntry entry : entries.values()) {
            if (entry.filter().test(subject)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a consumer still has to settle the message.
    ///
    /// @param subject asked for only when a filter has to be looked at
    boolean isNeeded(long sequence, Supplier<String> subject) {
        for (ConsumerEntry entry : entries.values()) {
            ConsumerState state = entry.state();
            if (state.needs(sequence)
                    && (entry.filter().isAll()
                            || state.isPending(sequence)
                            || entry.filter().test(subject.get()))) {
                return true;
            }
        }
        return false;
    }

    /// Highest sequence that some consumer without filter does not need just because it was not delivered yet: all
    /// above is needed. [Long#MAX_VALUE] when there is no such consumer.
    long highestSettledByAll() {
        long bound = Long.MAX_VALUE;
        for (ConsumerEntry entry : entries.values()) {
            if (entry.filter().isAll()) {
                ConsumerState state = entry.state();
                bound = Math.min(bound, Math.max(state.deliveredStreamSequence(), state.initialThrough()));
            }
        }
        return bound;
    }

    @Override
    public void onRemoved(long sequence) {
        for (ConsumerEntry entry : entries.values()) {
            entry.state().onRemoved(sequence);
        }
    }

    @Override
    public void onRemovedBelow(long sequence) {
        for (ConsumerEntry entry : entries.values()) {
            entry.state().onRemovedBelow(sequence);
        }
    }

    @Override
    public void onAllRemoved(long nextSequence) {
        onPurgedBelow(nextSequence);
    }

    void onPurgedBelow(long sequence) {
        for (ConsumerEntry entry : entries.values()) {
            entry.state().onPurgedBelow(sequence);
        }
    }

    /// Why the consumer may not be created or changed so, empty when it may.
    Optional<JetStreamError> problem(ConsumerConfig config, Action action, StreamConfig stream) {
        ConsumerEntry existing = entries.get(config.name());
        if (existing != null) {
            return updateProblem(existing, config, action, stream);
        }
        if (action == Action.UPDATE) {
            return Optional.of(JetStreamErrors.CONSUMER_DOES_NOT_EXIST);
        }
        if (stream.maxConsumers() > 0 && entries.size() >= stream.maxConsumers()) {
            return Optional.of(JetStreamErrors.MAXIMUM_CONSUMERS_LIMIT_REACHED);
        }
        Optional<JetStreamError> replicas = replicasProblem(config, stream);
        if (replicas.isPresent() || stream.retention() != Retention.WORK_QUEUE || config.direct()) {
            return replicas;
        }
        return workQueueProblem(config);
    }

    private Optional<JetStreamError> updateProblem(
            ConsumerEntry existing, ConsumerConfig config, Action action, StreamConfig stream) {
        if (ConsumerUpdate.isSame(existing.config(), config)) {
            return Optional.empty();
        }
        if (action == Action.CREATE) {
            return Optional.of(JetStreamErrors.CONSUMER_ALREADY_EXISTS);
        }
        if (stream.retention() == Retention.WORK_QUEUE && overlapsAnother(config)) {
            return Optional.of(JetStreamErrors.FILTERED_CONSUMER_NOT_UNIQUE_ON_WORKQUEUE_STREAM);
        }
        Optional<JetStreamError> replicas = replicasProblem(config, stream);
        return replicas.isPresent() ? replicas : ConsumerUpdate.problem(existing.config(), config);
    }

    private static Optional<JetStreamError> replicasProblem(ConsumerConfig config, StreamConfig stream) {
        if (config.replicas() > stream.replicas()) {
            return Optional.of(JetStreamErrors.CONSUMER_CONFIG_REPLICA_COUNT_EXCEEDS_PARENT_STREAM);
        }
        if (stream.retention() != Retention.LIMITS
                && config.replicas() != 0
                && config.replicas() != stream.replicas()) {
            return Optional.of(JetStreamErrors.CONSUMER_CONFIG_REPLICAS_MUST_MATCH_INTEREST_RETENTION_STREAM);
        }
        return Optional.empty();
    }

    private Optional<JetStreamError> workQueueProblem(ConsumerConfig config) {
        if (config.ackPolicy() != AckPolicy.EXPLICIT) {
            return Optional.of(JetStreamErrors.WORKQUEUE_STREAM_REQUIRES_EXPLICIT_ACK);
        }
        if (!entries.isEmpty() && config.filters().isEmpty()) {
            return Optional.of(JetStreamErrors.MULTIPLE_NON_FILTERED_CONSUMERS_NOT_ALLOWED_ON_WORKQUEUE);
        }
        if (overlapsAnother(config)) {
            return Optional.of(JetStreamErrors.FILTERED_CONSUMER_NOT_UNIQUE_ON_WORKQUEUE_STREAM);
        }
        return config.deliverPolicy() == DeliverPolicy.ALL
                ? Optional.empty()
                : Optional.of(JetStreamErrors.CONSUMER_MUST_BE_DELIVER_ALL_ON_WORKQUEUE_STREAM);
    }

    private boolean overlapsAnother(ConsumerConfig config) {
        SubjectFilter filter = SubjectFilter.of(config.filters());
        for (ConsumerEntry entry : entries.values()) {
            if (!entry.name().equals(config.name()) && entry.filter().overlaps(filter)) {
                return true;
            }
        }
        return false;
    }

    /// One image for each consumer.
    List<byte[]> images() {
        List<byte[]> images = new ArrayList<>();
        for (ConsumerEntry entry : entries.values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                entry.state().write(new DataOutputStream(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            images.add(bytes.toByteArray());
        }
        return images;
    }

    void write(DataOutput out) throws IOException {
        Fields.writeCount(out, entries.size());
        for (ConsumerEntry entry : entries.values()) {
            entry.state().write(out);
        }
    }

    void read(DataInput in) throws IOException {
        for (int left = Fields.readSize(in, CONSUMERS_MAX); left > 0; left--) {
            add(ConsumerState.read(in));
        }
    }
}
