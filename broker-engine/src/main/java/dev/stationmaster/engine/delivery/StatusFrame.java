package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.message.Message;
import java.nio.charset.StandardCharsets;

/// Header-only messages to a pull's inbox or a push consumer's deliver subject. Their texts are compared by clients.
final class StatusFrame {
    static final String NO_MESSAGES = "404 No Messages";
    static final String REQUEST_TIMEOUT = "408 Request Timeout";
    static final String REQUESTS_PENDING = "408 Requests Pending";
    static final String SIZE_EXCEEDS = "409 Message Size Exceeds MaxBytes";
    static final String BATCH_COMPLETED = "409 Batch Completed";
    static final String CONSUMER_DELETED = "409 Consumer Deleted";
    static final String PUSH_BASED = "409 Consumer is push based";
    static final String MAX_WAITING = "409 Exceeded MaxWaiting";
    static final String LEADERSHIP_CHANGE = "409 Leadership Change";
    static final String HEARTBEAT_TOO_LARGE = "400 Bad Request - heartbeat value too large";

    private static final byte[] NO_PAYLOAD = new byte[0];

    private StatusFrame() {}

    static Message of(String subject, String status) {
        return frame(subject, "", status, "");
    }

    static Message withPending(String subject, String status, long messages, long bytes) {
        return frame(
                subject,
                "",
                status,
                "Nats-Pending-Messages: " + messages + "\r\nNats-Pending-Bytes: " + bytes + "\r\n");
    }

    static Message idleHeartbeat(String subject, long lastConsumer, long lastStream, String stalledReply) {
        String stalled = stalledReply.isEmpty() ? "" : "Nats-Consumer-Stalled: " + stalledReply + "\r\n";
        return frame(
                subject,
                "",
                "100 Idle Heartbeat",
                "Nats-Last-Consumer: " + lastConsumer + "\r\nNats-Last-Stream: " + lastStream + "\r\n" + stalled);
    }

    static Message flowControl(String subject, String reply) {
        return frame(subject, reply, "100 FlowControl Request", "");
    }

    private static Message frame(String subject, String reply, String status, String lines) {
        byte[] headers = ("NATS/1.0 " + status + "\r\n" + lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return new Message(subject, reply, headers, NO_PAYLOAD);
    }
}
