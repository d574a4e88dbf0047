package dev.stationmaster.engine.protocol;

import dev.stationmaster.engine.message.Message;

/// One operation of a client.
public sealed interface ClientOp {
    /// `CONNECT {…}`; the JSON is not looked at yet.
    record Connect(byte[] json) implements ClientOp {}

    record Ping() implements ClientOp {
        static final Ping PING = new Ping();
    }

    record Pong() implements ClientOp {
        static final Pong PONG = new Pong();
    }

    /// `INFO`, `+OK` or `-ERR`: allowed, and nothing to a server.
    record Ignored() implements ClientOp {
        static final Ignored IGNORED = new Ignored();
    }

    /// @param queue `""` when none
    record Subscribe(String subject, String queue, String sid) implements ClientOp {}

    /// @param max deliveries since the subscription began after which it ends, 0: ends now
    record Unsubscribe(String sid, long max) implements ClientOp {}

    /// `PUB` or `HPUB`.
    record Publish(Message message, boolean hpub) implements ClientOp {}

    /// The bytes are no operation, or one that is not allowed here; nothing can be read after it.
    record Violation(ProtocolError error) implements ClientOp {}
}
