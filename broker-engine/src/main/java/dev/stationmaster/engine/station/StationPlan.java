package dev.stationmaster.engine.station;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.jsapi.ConsumerDraft;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What streams and consumers a station stands for.
public final class StationPlan {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long HOLD_NANOS = 14L * 24 * 3600 * SECOND;
    private static final long ACK_WAIT_MILLIS = 30_000;
    private static final int DELIVERIES_MAX = 10;

    private StationPlan() {}

    /// The settings of a station that nobody created by hand.
    public static StationRef.Settings automatic() {
        return new StationRef.Settings("message_age_sec", 3600, "file", 1, 120_000, 1, true, true, "", false, "");
    }

    /// One stream for each partition, in order.
    public static List<StreamConfig> streams(String name, StationRef.Settings settings) {
        List<StreamConfig> streams = new ArrayList<>();
        String internal = PartitionNames.internal(name);
        for (int partition = 1; partition <= settings.partitionCount(); partition++) {
            streams.add(stream(PartitionNames.stream(internal, partition), settings));
        }
        return streams;
    }

    private static StreamConfig stream(String name, StationRef.Settings settings) {
        String retention = settings.retentionType();
        long value = settings.retentionValue();
        boolean ackBased = retention.equals("ack_based");
        return new StreamConfig(
                name,
                "",
                List.of(name + ".>"),
                ackBased ? Retention.INTEREST : Retention.LIMITS,
                -1,
                retention.equals("messages") ? value : -1,
                retention.equals("bytes") ? value : -1,
                retention.equals("message_age_sec") ? value * SECOND : 0,
                -1,
                -1,
                Discard.OLD,
                false,
                settings.storage().equals("memory") ? Storage.MEMORY : Storage.FILE,
                settings.replicas(),
                false,
                settings.idempotencyWindowMillis() * MILLI,
                "none",
                0,
                false,
                false,
                false,
                false,
                false,
                null,
                null,
                null,
                List.of(),
                false,
                null,
                StreamConfig.ConsumerLimits.NONE,
                Map.of(),
                ackBased ? HOLD_NANOS : 0,
                ackBased);
    }

    /// A group's durable on one partition, before its start position.
    ///
    /// @param group internal name
    public static ConsumerDraft durable(String group, String internal, int partition, long ackMillis, int deliveries) {
        ConsumerDraft draft = new ConsumerDraft();
        draft.name = group;
        draft.durable = true;
        draft.named = true;
        draft.deliverPolicy = DeliverPolicy.ALL;
        draft.ackPolicy = AckPolicy.EXPLICIT;
        draft.ackWaitNanos = ackWaitNanos(ackMillis);
        draft.maxDeliver = maxDeliver(deliveries);
        draft.maxAckPending = -1;
        draft.filters = List.of(PartitionNames.subject(internal, partition));
        draft.singleFilter = true;
        return draft;
    }

    /// Sets where a new group begins; `start` and `last` as in the request, checked before.
    public static void startAt(ConsumerDraft draft, long start, long last, long lastSequence) {
        if (last == 0 && start == 1) {
            draft.deliverPolicy = DeliverPolicy.NEW;
        } else if (last > 0 || start > 1) {
            draft.deliverPolicy = DeliverPolicy.BY_START_SEQUENCE;
            draft.startSequence = last > 0 ? Math.max(1, lastSequence - last + 1) : start;
        }
    }

    /// The same durable with what a later member asks for.
    public static ConsumerConfig withLimits(ConsumerConfig config, long ackMillis, int deliveries) {
        ConsumerDraft draft = new ConsumerDraft(config);
        draft.ackWaitNanos = ackWaitNanos(ackMillis);
        draft.maxDeliver = maxDeliver(deliveries);
        return draft.build();
    }

    private static long ackWaitNanos(long millis) {
        return (millis <= 0 ? ACK_WAIT_MILLIS : millis) * MILLI;
    }

    public static int maxDeliver(int asked) {
        return asked <= 0 || asked > DELIVERIES_MAX ? DELIVERIES_MAX : asked;
    }
}
