package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Republish;
import dev.stationmaster.engine.stream.StreamConfig.Transform;
import dev.stationmaster.engine.subject.SubjectTransform;
import org.jspecify.annotations.Nullable;

/// The subject maps of one stream's configuration, made ready for use; most streams have none. Confined to the group
/// loop.
final class SubjectMaps {
    private @Nullable StreamConfig madeFor;
    private @Nullable SubjectTransform stored;
    private @Nullable SubjectTransform republished;

    /// Takes on the settings in effect; does nothing while they are the same.
    void follow(StreamConfig config) {
        if (config.equals(madeFor)) {
            return;
        }
        madeFor = config;
        Transform transform = config.transform();
        stored = transform == null ? null : map(transform.source(), transform.destination());
        Republish republish = config.republish();
        republished = republish == null ? null : map(republish.source(), republish.destination());
    }

    /// What was accepted once stays without effect rather than ending the loop, should it be refused today.
    private static @Nullable SubjectTransform map(String source, String destination) {
        return SubjectTransform.isValid(source, destination) ? SubjectTransform.of(source, destination) : null;
    }

    /// The subject that a message is stored with.
    String stored(String subject) {
        if (stored == null) {
            return subject;
        }
        String mapped = stored.apply(subject);
        return mapped == null ? subject : mapped;
    }

    /// Whether stored messages are published again.
    boolean republishes() {
        return republished != null;
    }

    /// Where a stored message is published again, null for nowhere.
    @Nullable
    String republished(String subject) {
        return republished == null ? null : republished.apply(subject);
    }
}
