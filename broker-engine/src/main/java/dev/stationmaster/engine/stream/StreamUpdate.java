package dev.stationmaster.engine.stream;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import java.util.Objects;
import java.util.Optional;

/// What an update of a stream may change. Source: JetStream's `STREAM.UPDATE`.
final class StreamUpdate {
    private StreamUpdate() {}

    /// Why the update is refused, empty when it may be made.
    static Optional<JetStreamError> problem(StreamConfig old, StreamConfig next) {
        if (!old.name().equals(next.name())) {
            return Optional.of(JetStreamErrors.STREAM_NAME_IN_SUBJECT_DOES_NOT_MATCH_REQUEST);
        }
        if (old.maxConsumers() != next.maxConsumers()) {
            return refused("can not change MaxConsumers");
        }
        if (old.storage() != next.storage()) {
            return refused("can not change storage type");
        }
        if (old.retention() != next.retention()
                && (old.retention() == Retention.WORK_QUEUE || next.retention() == Retention.WORK_QUEUE)) {
            return refused("can not change retention policy to/from workqueue");
        }
        if (old.sealed() && !next.sealed()) {
            return refused("can not unseal a sealed stream");
        }
        if (old.denyDelete() && !next.denyDelete() && !next.sealed()) {
            return refused("can not cancel deny message deletes");
        }
        if (old.denyPurge() && !next.denyPurge() && !next.sealed()) {
            return refused("can not cancel deny purge");
        }
        if (!Objects.equals(old.mirror(), next.mirror())) {
            return Optional.of(JetStreamErrors.STREAM_MIRROR_CONFIGURATION_CAN_NOT_BE_UPDATED);
        }
        if (old.replicas() != next.replicas()) {
            return Optional.of(JetStreamErrors.REPLICAS_CONFIGURATION_CAN_NOT_BE_UPDATED);
        }
        return Optional.empty();
    }

    /// The configuration as it takes effect: sealing ends expiry, deletes and roll-ups, and the private settings of
    /// ack-based stations stay as they are.
    static StreamConfig effective(StreamConfig old, StreamConfig next) {
        boolean sealed = next.sealed();
        return new StreamConfig(
                next.name(),
                next.description(),
                next.subjects(),
                next.retention(),
                next.maxConsumers(),
                next.maxMessages(),
                next.maxBytes(),
                sealed ? 0 : next.maxAgeNanos(),
                next.maxMessagesPerSubject(),
                next.maxMessageSize(),
                sealed ? Discard.NEW : next.discard(),
                next.discardNewPerSubject(),
                next.storage(),
                next.replicas(),
                next.noAck(),
                next.duplicateWindowNanos(),
                next.compression(),
                old.firstSequence(),
                next.allowDirect(),
                sealed,
                sealed || next.denyDelete(),
                sealed || next.denyPurge(),
                !sealed && next.allowRollup(),
                next.republish(),
                next.transform(),
                next.mirror(),
                next.sources(),
                next.mirrorDirect(),
                next.placement(),
                next.consumerLimits(),
                next.metadata(),
                old.holdWithoutConsumersNanos(),
                old.exhaustedCountsAsAcked());
    }

    private static Optional<JetStreamError> refused(String why) {
        return Optional.of(JetStreamErrors.STREAM_INVALID_CONFIG.with("err", "stream configuration update " + why));
    }
}
