package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.jsapi.ApiTimes;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.LeaderSide.Republished;
import dev.stationmaster.engine.partition.StoredMessage;
import dev.stationmaster.engine.router.Router;

/// Publishes stored messages again for streams that ask for it: once, by the leader, and not again after a failure.
/// Confined to the group loop.
final class Republisher {
    private static final byte[] EMPTY = {};

    private final Router router;
    private final ClientIdentity self;

    Republisher(Router router, int node) {
        this.router = router;
        this.self = new ClientIdentity(0, node, "", "", "", false, false);
    }

    void publish(String stream, Republished copy, boolean headersOnly) {
        StoredMessage message = copy.message();
        StringBuilder lines = new StringBuilder(160);
        lines.append("Nats-Stream: ").append(stream);
        lines.append("\r\nNats-Subject: ").append(message.subject());
        lines.append("\r\nNats-Sequence: ").append(message.sequence());
        lines.append("\r\nNats-Time-Stamp: ").append(ApiTimes.format(message.timeNanos()));
        lines.append("\r\nNats-Last-Sequence: ").append(copy.lastOfSubject());
        if (headersOnly) {
            lines.append("\r\nNats-Msg-Size: ").append(message.payload().length);
        }
        byte[] headers =
                HeadersOnly.with(message.headers(), lines.append("\r\n").toString());
        router.publish(new Message(copy.destination(), "", headers, headersOnly ? EMPTY : message.payload()), self);
    }
}
