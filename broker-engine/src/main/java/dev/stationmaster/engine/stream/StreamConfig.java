package dev.stationmaster.engine.stream;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The whole configuration of a stream with defaults filled in. Durations are nanoseconds, -1 is "no limit" for
/// counts and sizes, 0 for durations. Field names and rules are JetStream's (`STREAM.CREATE`).
///
/// With [#mirror] the stream is a read-only copy of another one; from each of the [#sources] it takes a copy of every
/// message beside what is published to it.
///
/// The last two are ours and never shown in `STREAM.INFO`: with interest retention, how long to hold messages while no
/// consumer exists, and whether an exhausted message counts as acknowledged.
public record StreamConfig(
        String name,
        String description,
        List<String> subjects,
        Retention retention,
        int maxConsumers,
        long maxMessages,
        long maxBytes,
        long maxAgeNanos,
        long maxMessagesPerSubject,
        int maxMessageSize,
        Discard discard,
        boolean discardNewPerSubject,
        Storage storage,
        int replicas,
        boolean noAck,
        long duplicateWindowNanos,
        String compression,
        long firstSequence,
        boolean allowDirect,
        boolean sealed,
        boolean denyDelete,
        boolean denyPurge,
        boolean allowRollup,
        @Nullable Republish republish,
        @Nullable Transform transform,
        @Nullable StreamSource mirror,
        List<StreamSource> sources,
        boolean mirrorDirect,
        @Nullable Placement placement,
        ConsumerLimits consumerLimits,
        Map<String, String> metadata,
        long holdWithoutConsumersNanos,
        boolean exhaustedCountsAsAcked) {

    public enum Retention {
        LIMITS,
        INTEREST,
        WORK_QUEUE
    }

    public enum Discard {
        OLD,
        NEW
    }

    public enum Storage {
        FILE,
        MEMORY
    }

    /// Copies stored messages to another subject; `source` may be `">"`.
    public record Republish(String source, String destination, boolean headersOnly) {}

    /// Changes the subject of a message before it is stored; an empty `source` means every subject.
    public record Transform(String source, String destination) {}

    /// Where the client would like the stream to be; shown, while groups decide.
    public record Placement(String cluster, List<String> tags) {
        public Placement {
            tags = List.copyOf(tags);
        }
    }

    /// Defaults and upper bounds for the stream's consumers; 0 for none.
    public record ConsumerLimits(long inactiveThresholdNanos, int maxAckPending) {
        public static final ConsumerLimits NONE = new ConsumerLimits(0, 0);
    }

    public StreamConfig {
        subjects = List.copyOf(subjects);
        // Names kept by an older version have neither.
        sources = sources == null ? List.of() : List.copyOf(sources);
        consumerLimits = consumerLimits == null ? ConsumerLimits.NONE : consumerLimits;
        metadata = Map.copyOf(metadata);
    }

    /// A stream with JetStream's defaults: limits retention, no limits, file, one replica, two minutes of dedupe.
    public static StreamConfig of(String name, List<String> subjects) {
        return new StreamConfig(
                name,
                "",
                subjects,
                Retention.LIMITS,
                -1,
                -1,
                -1,
                0,
                -1,
                -1,
                Discard.OLD,
                false,
                Storage.FILE,
                1,
                false,
                120_000_000_000L,
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
                ConsumerLimits.NONE,
                Map.of(),
                0,
                false);
    }

    /// The same under another name and with other subjects.
    public StreamConfig renamed(String newName, List<String> newSubjects) {
        return copy(newName, newSubjects, transform, mirror, sources, mirrorDirect, placement, consumerLimits);
    }

    /// The same with another answer to whether a mirror answers direct gets.
    public StreamConfig withMirrorDirect(boolean direct) {
        return copy(name, subjects, transform, mirror, sources, direct, placement, consumerLimits);
    }

    /// The same with other origins and places.
    StreamConfig with(StreamFlowCodec.Flow flow) {
        return copy(
                name,
                subjects,
                flow.transform(),
                flow.mirror(),
                flow.sources(),
                flow.mirrorDirect(),
                flow.placement(),
                flow.consumerLimits());
    }

    private StreamConfig copy(
            String newName,
            List<String> newSubjects,
            @Nullable Transform newTransform,
            @Nullable StreamSource newMirror,
            List<StreamSource> newSources,
            boolean newMirrorDirect,
            @Nullable Placement newPlacement,
            ConsumerLimits newLimits) {
        return new StreamConfig(
                newName,
                description,
                newSubjects,
                retention,
                maxConsumers,
                maxMessages,
                maxBytes,
                maxAgeNanos,
                maxMessagesPerSubject,
                maxMessageSize,
                discard,
                discardNewPerSubject,
                storage,
                replicas,
                noAck,
                duplicateWindowNanos,
                compression,
                firstSequence,
                allowDirect,
                sealed,
                denyDelete,
                denyPurge,
                allowRollup,
                republish,
                newTransform,
                newMirror,
                newSources,
                newMirrorDirect,
                newPlacement,
                newLimits,
                metadata,
                holdWithoutConsumersNanos,
                exhaustedCountsAsAcked);
    }

    /// What a stream begins with that is restored from an archive: closed to publishers, copying nothing.
    public StreamConfig closedForRestore() {
        return new StreamConfig(
                name,
                description,
                subjects,
                retention,
                maxConsumers,
                maxMessages,
                maxBytes,
                maxAgeNanos,
                maxMessagesPerSubject,
                maxMessageSize,
                Discard.OLD,
                discardNewPerSubject,
                storage,
                replicas,
                noAck,
                duplicateWindowNanos,
                compression,
                0,
                allowDirect,
                true,
                denyDelete,
                denyPurge,
                allowRollup,
                null,
                null,
                null,
                List.of(),
                false,
                placement,
                consumerLimits,
                metadata,
                holdWithoutConsumersNanos,
                exhaustedCountsAsAcked);
    }
}
