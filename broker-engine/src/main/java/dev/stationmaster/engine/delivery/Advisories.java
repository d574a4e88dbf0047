package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.jsapi.AckSubject;
import dev.stationmaster.engine.jsapi.ApiTimes;
import dev.stationmaster.engine.jsapi.Events;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Tells on `$JS.EVENT.…` what happens to streams and consumers: by the leader, once, as core messages that a stream
/// may capture, and only when somebody would hear. Confined to the group loop.
final class Advisories {
    private static final String ADVISORY = "ADVISORY.";
    private static final String METRIC = "METRIC.";

    private final Events events;

    Advisories(Events events) {
        this.events = events;
    }

    enum Action {
        CREATED("create"),
        UPDATED("modify"),
        DELETED("delete");

        private final String word;

        Action(String word) {
            this.word = word;
        }
    }

    void stream(String stream, Action action) {
        String subject = ADVISORY + "STREAM." + action.name() + "." + stream;
        if (events.isHeard(subject)) {
            events.publish(
                    subject,
                    events.event("advisory.v1.stream_action")
                            .put("stream", stream)
                            .put("action", action.word));
        }
    }

    void consumer(String stream, String consumer, Action action) {
        String subject = ADVISORY + "CONSUMER." + action.name() + "." + stream + "." + consumer;
        if (events.isHeard(subject)) {
            events.publish(
                    subject,
                    consumerEvent("advisory.v1.consumer_action", stream, consumer)
                            .put("action", action.word));
        }
    }

    /// This node leads the stream from now on.
    void streamLeader(String stream, String leader) {
        String subject = ADVISORY + "STREAM.LEADER_ELECTED." + stream;
        if (events.isHeard(subject)) {
            events.publish(
                    subject,
                    events.event("advisory.v1.stream_leader_elected")
                            .put("stream", stream)
                            .put("leader", leader));
        }
    }

    void consumerLeader(String stream, String consumer, String leader) {
        String subject = ADVISORY + "CONSUMER.LEADER_ELECTED." + stream + "." + consumer;
        if (events.isHeard(subject)) {
            events.publish(
                    subject,
                    consumerEvent("advisory.v1.consumer_leader_elected", stream, consumer)
                            .put("leader", leader));
        }
    }

    void maxDeliveries(String stream, String consumer, long sequence, int deliveries) {
        String subject = ADVISORY + "CONSUMER.MAX_DELIVERIES." + stream + "." + consumer;
        if (events.isHeard(subject)) {
            events.publish(
                    subject,
                    consumerEvent("advisory.v1.max_deliver", stream, consumer)
                            .put("stream_seq", sequence)
                            .put("deliveries", deliveries));
        }
    }

    void snapshotCreate(String stream, ObjectNode state) {
        String subject = ADVISORY + "STREAM.SNAPSHOT_CREATE." + stream;
        if (events.isHeard(subject)) {
            ObjectNode event = events.event("advisory.v1.snapshot_create").put("stream", stream);
            event.set("state", state);
            event.putObject("client");
            events.publish(subject, event);
        }
    }

    void snapshotComplete(String stream, long beganNanos) {
        String subject = ADVISORY + "STREAM.SNAPSHOT_COMPLETE." + stream;
        if (events.isHeard(subject)) {
            ObjectNode event = events.event("advisory.v1.snapshot_complete")
                    .put("stream", stream)
                    .put("start", ApiTimes.format(beganNanos))
                    .put("end", events.now());
            event.putObject("client");
            events.publish(subject, event);
        }
    }

    void naked(AckSubject ack, String ackSubject) {
        String subject = ADVISORY + "CONSUMER.MSG_NAKED." + ack.stream() + "." + ack.consumer();
        if (events.isHeard(subject)) {
            events.publish(subject, ackEvent("advisory.v1.nak", ack, ackSubject));
        }
    }

    void terminated(AckSubject ack, String ackSubject, String reason) {
        String subject = ADVISORY + "CONSUMER.MSG_TERMINATED." + ack.stream() + "." + ack.consumer();
        if (events.isHeard(subject)) {
            ObjectNode event = ackEvent("advisory.v1.terminated", ack, ackSubject);
            events.publish(subject, reason.isEmpty() ? event : event.put("reason", reason));
        }
    }

    /// A sampled acknowledgement.
    void acked(AckSubject ack, String ackSubject, long ackNanos) {
        String subject = METRIC + "CONSUMER.ACK." + ack.stream() + "." + ack.consumer();
        if (events.isHeard(subject)) {
            events.publish(
                    subject, ackEvent("metric.v1.consumer_ack", ack, ackSubject).put("ack_time", ackNanos));
        }
    }

    private ObjectNode ackEvent(String type, AckSubject ack, String ackSubject) {
        return consumerEvent(type, ack.stream(), ack.consumer())
                .put("consumer_seq", AckSubject.consumerSequenceOf(ackSubject))
                .put("stream_seq", ack.sequence())
                .put("deliveries", ack.deliveries());
    }

    private ObjectNode consumerEvent(String type, String stream, String consumer) {
        return events.event(type).put("stream", stream).put("consumer", consumer);
    }

    /// How many of a hundred acknowledgements are sampled.
    ///
    /// @param frequency `"50"` or `"50%"`, `""` for none
    static int samplePercent(@Nullable String frequency) {
        if (frequency == null || frequency.isEmpty()) {
            return 0;
        }
        String number = frequency.endsWith("%") ? frequency.substring(0, frequency.length() - 1) : frequency;
        try {
            return Math.clamp(Long.parseLong(number.trim()), 0, 100);
        } catch (NumberFormatException e) {
            return 0; // refused when it was asked for
        }
    }
}
