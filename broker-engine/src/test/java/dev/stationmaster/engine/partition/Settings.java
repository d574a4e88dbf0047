package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import java.util.List;
import java.util.Map;

/// Builds configurations for tests: a stream's settings by name, everything else as JetStream's defaults.
final class Settings {
    String name = "S";
    Retention retention = Retention.LIMITS;
    int maxConsumers = -1;
    long maxMessages = -1;
    long maxBytes = -1;
    long maxAge;
    long maxPerSubject = -1;
    int maxMessageSize = -1;
    Discard discard = Discard.OLD;
    boolean discardNewPerSubject;
    Storage storage = Storage.FILE;
    long duplicateWindow = 120_000_000_000L;
    long firstSequence;
    boolean sealed;
    boolean denyDelete;
    boolean denyPurge;
    boolean allowRollup;
    long hold;
    boolean exhaustedCountsAsAcked;

    StreamConfig stream() {
        return new StreamConfig(
                name,
                "",
                List.of("s.>"),
                retention,
                maxConsumers,
                maxMessages,
                maxBytes,
                maxAge,
                maxPerSubject,
                maxMessageSize,
                discard,
                discardNewPerSubject,
                storage,
                1,
                false,
                duplicateWindow,
                "none",
                firstSequence,
                false,
                sealed,
                denyDelete,
                denyPurge,
                allowRollup,
                null,
                null,
                null,
                List.of(),
                false,
                null,
                StreamConfig.ConsumerLimits.NONE,
                Map.of(),
                hold,
                exhaustedCountsAsAcked);
    }

    static ConsumerConfig consumer(String name, AckPolicy ack, DeliverPolicy deliver, long start, String... filters) {
        return new ConsumerConfig(
                name,
                true,
                true,
                "",
                deliver,
                deliver == DeliverPolicy.BY_START_SEQUENCE ? start : 0,
                deliver == DeliverPolicy.BY_START_TIME ? start : 0,
                ack,
                30_000_000_000L,
                -1,
                List.of(),
                List.of(filters),
                filters.length == 1,
                false,
                0,
                "",
                512,
                1000,
                0,
                false,
                false,
                0,
                0,
                0,
                "",
                "",
                0,
                0,
                false,
                false,
                Map.of(),
                false);
    }

    static ConsumerConfig consumer(String name, String... filters) {
        return consumer(name, AckPolicy.EXPLICIT, DeliverPolicy.ALL, 0, filters);
    }
}
