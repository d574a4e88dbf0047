package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.stream.StreamConfig.ConsumerLimits;
import java.util.List;
import java.util.Map;

/// A consumer's configuration while it is put together. Starts with nothing set; [#withDefaults] fills in what
/// JetStream
/// does. Used by one thread.
public final class ConsumerDraft {
    private static final long ACK_WAIT_NANOS = 30_000_000_000L;
    private static final long INACTIVE_NANOS = 5_000_000_000L;
    private static final int MAX_WAITING = 512;
    public static final int MAX_ACK_PENDING = 1000;

    public String name = "";
    public boolean durable;
    public boolean named;
    public String description = "";
    public DeliverPolicy deliverPolicy = DeliverPolicy.ALL;
    public long startSequence;
    public long startTimeNanos;
    public AckPolicy ackPolicy = AckPolicy.NONE;
    public long ackWaitNanos;
    public int maxDeliver;
    public List<Long> backoffNanos = List.of();
    public List<String> filters = List.of();
    public boolean singleFilter;
    public boolean replayOriginal;
    public long rateLimitBitsPerSecond;
    public String sampleFrequency = "";
    public int maxWaiting;
    public int maxAckPending;
    public long idleHeartbeatNanos;
    public boolean flowControl;
    public boolean headersOnly;
    public int maxBatch;
    public long maxExpiresNanos;
    public int maxBytes;
    public String deliverSubject = "";
    public String deliverGroup = "";
    public long inactiveThresholdNanos;
    public int replicas;
    public boolean memoryStorage;
    public boolean direct;
    public Map<String, String> metadata = Map.of();
    public boolean ephemeral;

    public ConsumerDraft() {}

    public ConsumerDraft(ConsumerConfig from) {
        name = from.name();
        durable = from.durable();
        named = from.named();
        description = from.description();
        deliverPolicy = from.deliverPolicy();
        startSequence = from.startSequence();
        startTimeNanos = from.startTimeNanos();
        ackPolicy = from.ackPolicy();
        ackWaitNanos = from.ackWaitNanos();
        maxDeliver = from.maxDeliver();
        backoffNanos = from.backoffNanos();
        filters = from.filters();
        singleFilter = from.singleFilter();
        replayOriginal = from.replayOriginal();
        rateLimitBitsPerSecond = from.rateLimitBitsPerSecond();
        sampleFrequency = from.sampleFrequency();
        maxWaiting = from.maxWaiting();
        maxAckPending = from.maxAckPending();
        idleHeartbeatNanos = from.idleHeartbeatNanos();
        flowControl = from.flowControl();
        headersOnly = from.headersOnly();
        maxBatch = from.maxBatch();
        maxExpiresNanos = from.maxExpiresNanos();
        maxBytes = from.maxBytes();
        deliverSubject = from.deliverSubject();
        deliverGroup = from.deliverGroup();
        inactiveThresholdNanos = from.inactiveThresholdNanos();
        replicas = from.replicas();
        memoryStorage = from.memoryStorage();
        direct = from.direct();
        metadata = from.metadata();
        ephemeral = from.ephemeral();
    }

    /// Fills in JetStream's defaults, the stream's own first.
    public ConsumerDraft withDefaults(ConsumerLimits limits) {
        maxAckPending = maxAckPending == 0 ? limits.maxAckPending() : maxAckPending;
        inactiveThresholdNanos = inactiveThresholdNanos == 0 ? limits.inactiveThresholdNanos() : inactiveThresholdNanos;
        return withDefaults();
    }

    /// Fills in JetStream's defaults.
    public ConsumerDraft withDefaults() {
        boolean acks = ackPolicy != AckPolicy.NONE;
        maxDeliver = maxDeliver == 0 ? -1 : maxDeliver;
        if (acks) {
            ackWaitNanos = !backoffNanos.isEmpty() ? backoffNanos.getFirst() : ackWaitNanos;
            ackWaitNanos = ackWaitNanos <= 0 ? ACK_WAIT_NANOS : ackWaitNanos;
            maxAckPending = maxAckPending == 0 ? MAX_ACK_PENDING : maxAckPending;
        }
        if (deliverSubject.isEmpty()) {
            maxWaiting = maxWaiting == 0 ? MAX_WAITING : maxWaiting;
        }
        if (!durable && inactiveThresholdNanos == 0) {
            inactiveThresholdNanos = INACTIVE_NANOS;
        }
        return this;
    }

    public ConsumerConfig build() {
        return new ConsumerConfig(
                name,
                durable,
                named,
                description,
                deliverPolicy,
                startSequence,
                startTimeNanos,
                ackPolicy,
                ackWaitNanos,
                maxDeliver,
                backoffNanos,
                filters,
                singleFilter,
                replayOriginal,
                rateLimitBitsPerSecond,
                sampleFrequency,
                maxWaiting,
                maxAckPending,
                idleHeartbeatNanos,
                flowControl,
                headersOnly,
                maxBatch,
                maxExpiresNanos,
                maxBytes,
                deliverSubject,
                deliverGroup,
                inactiveThresholdNanos,
                replicas,
                memoryStorage,
                direct,
                metadata,
                ephemeral);
    }
}
