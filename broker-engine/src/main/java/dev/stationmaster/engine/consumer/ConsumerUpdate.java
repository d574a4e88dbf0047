package dev.stationmaster.engine.consumer;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import java.util.Optional;

/// What an update of a consumer may change. Source: JetStream's `CONSUMER.CREATE` on a name in use.
public final class ConsumerUpdate {
    private ConsumerUpdate() {}

    /// Whether both describe the same consumer, however it was asked for.
    public static boolean isSame(ConsumerConfig one, ConsumerConfig other) {
        return withoutForm(one).equals(withoutForm(other));
    }

    /// Why the update is refused, empty when it may be made.
    public static Optional<JetStreamError> problem(ConsumerConfig old, ConsumerConfig next) {
        if (old.deliverPolicy() != next.deliverPolicy()) {
            return refused("deliver policy can not be updated");
        }
        if (old.startSequence() != next.startSequence()) {
            return refused("start sequence can not be updated");
        }
        if (old.startTimeNanos() != next.startTimeNanos()) {
            return refused("start time can not be updated");
        }
        if (old.ackPolicy() != next.ackPolicy()) {
            return refused("ack policy can not be updated");
        }
        if (old.replayOriginal() != next.replayOriginal()) {
            return refused("replay policy can not be updated");
        }
        if (old.idleHeartbeatNanos() != next.idleHeartbeatNanos()) {
            return refused("heart beats can not be updated");
        }
        if (old.flowControl() != next.flowControl()) {
            return refused("flow control can not be updated");
        }
        if (!old.isPush() && next.isPush()) {
            return refused("can not update pull consumer to push based");
        }
        if (old.isPush() && !next.isPush()) {
            return refused("can not update push consumer to pull based");
        }
        if (old.maxWaiting() != next.maxWaiting()) {
            return refused("max waiting can not be updated");
        }
        return Optional.empty();
    }

    private static Optional<JetStreamError> refused(String why) {
        return Optional.of(JetStreamErrors.CONSUMER_CREATE_FAILED.with("err", why));
    }

    private static ConsumerConfig withoutForm(ConsumerConfig config) {
        return new ConsumerConfig(
                config.name(),
                config.durable(),
                false,
                config.description(),
                config.deliverPolicy(),
                config.startSequence(),
                config.startTimeNanos(),
                config.ackPolicy(),
                config.ackWaitNanos(),
                config.maxDeliver(),
                config.backoffNanos(),
                config.filters(),
                false,
                config.replayOriginal(),
                config.rateLimitBitsPerSecond(),
                config.sampleFrequency(),
                config.maxWaiting(),
                config.maxAckPending(),
                config.idleHeartbeatNanos(),
                config.flowControl(),
                config.headersOnly(),
                config.maxBatch(),
                config.maxExpiresNanos(),
                config.maxBytes(),
                config.deliverSubject(),
                config.deliverGroup(),
                config.inactiveThresholdNanos(),
                config.replicas(),
                config.memoryStorage(),
                config.direct(),
                config.metadata(),
                config.ephemeral());
    }
}
