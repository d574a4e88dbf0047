package dev.stationmaster.engine.session;

import dev.stationmaster.engine.message.Message;

/// Something that waits to be written to a client.
sealed interface Outgoing {
    /// Bytes it counts for.
    int size();

    /// A protocol line.
    record Line(byte[] bytes) implements Outgoing {
        @Override
        public int size() {
            return bytes.length;
        }
    }

    /// A message for one of its subscriptions.
    record Delivery(ClientSubscription subscription, Message message) implements Outgoing {
        private static final int LINE_BYTES = 40;

        @Override
        public int size() {
            return message.size() + message.subject().length() + LINE_BYTES;
        }
    }
}
