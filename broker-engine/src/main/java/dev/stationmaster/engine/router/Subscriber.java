package dev.stationmaster.engine.router;

import dev.stationmaster.engine.message.Message;

/// Receives what matches one of its subscriptions. Implemented by client sessions and by rooms of the broker.
public interface Subscriber {
    /// Takes one message. Called from any thread, possibly several at once; must not block.
    /// `message.subject()` is the subject to show, which for a consumer's delivery differs from
    /// the one that matched.
    void deliver(Subscription subscription, Message message);

    /// The connection this subscriber belongs to, 0 for the node itself: with it the router holds back a client's
    /// own messages when the client asked for no echo, and finds where to say `503`.
    default long clientId() {
        return 0;
    }

    /// False when the connection does not want to receive what it published itself.
    default boolean wantsEcho() {
        return true;
    }
}
