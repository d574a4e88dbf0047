package dev.stationmaster.engine.consumer;

import java.util.List;
import java.util.Map;

/// The whole configuration of a consumer with defaults filled in. Durations are nanoseconds, 0 is "not set"; -1 is "no
/// limit" for counts. Field names and rules are JetStream's (`CONSUMER.CREATE`).
///
/// @param durable whether `durable_name` was given
/// @param named whether `name` is echoed in the configuration
/// @param startTimeNanos wall-clock nanoseconds since 1970 for [DeliverPolicy#BY_START_TIME]
/// @param filters empty: every subject
/// @param singleFilter whether the filter came as `filter_subject`, not as `filter_subjects`
/// @param deliverSubject `""`: a pull consumer
/// @param ephemeral lives on the leader only and is no command (engine.md §7): mem_storage or one replica and not
///                  durable, on a limits stream
public record ConsumerConfig(
        String name,
        boolean durable,
        boolean named,
        String description,
        DeliverPolicy deliverPolicy,
        long startSequence,
        long startTimeNanos,
        AckPolicy ackPolicy,
        long ackWaitNanos,
        int maxDeliver,
        List<Long> backoffNanos,
        List<String> filters,
        boolean singleFilter,
        boolean replayOriginal,
        long rateLimitBitsPerSecond,
        String sampleFrequency,
        int maxWaiting,
        int maxAckPending,
        long idleHeartbeatNanos,
        boolean flowControl,
        boolean headersOnly,
        int maxBatch,
        long maxExpiresNanos,
        int maxBytes,
        String deliverSubject,
        String deliverGroup,
        long inactiveThresholdNanos,
        int replicas,
        boolean memoryStorage,
        boolean direct,
        Map<String, String> metadata,
        boolean ephemeral) {

    public enum DeliverPolicy {
        ALL,
        LAST,
        NEW,
        BY_START_SEQUENCE,
        BY_START_TIME,
        LAST_PER_SUBJECT
    }

    public enum AckPolicy {
        NONE,
        ALL,
        EXPLICIT
    }

    public ConsumerConfig {
        backoffNanos = List.copyOf(backoffNanos);
        filters = List.copyOf(filters);
        metadata = Map.copyOf(metadata);
    }

    public boolean isPush() {
        return !deliverSubject.isEmpty();
    }
}
