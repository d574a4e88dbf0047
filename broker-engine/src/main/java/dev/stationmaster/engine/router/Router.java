package dev.stationmaster.engine.router;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;

/// The switchboard of one node. Thread-safe; no call blocks.
///
/// Plain interest gets every message, a queue group one member (local first). Interest of other nodes is included in
/// both, through the room `link`.
public interface Router {
    /// Publishes for a client: core interest here and on other nodes, then the API that owns the subject or the
    /// stream that captures it. With none of these and a reply subject, a client that asked for it is told `503`.
    void publish(Message message, ClientIdentity from);

    /// Delivers to interest in `routeSubject`, framed with `message.subject()`. No API, no stream, no `503`.
    /// Used for replies, acknowledgements and consumers' deliveries.
    ///
    /// @return whether anybody, here or on another node, was interested
    boolean deliver(String routeSubject, Message message);

    /// Whether anybody, here or on another node, would receive a message on this subject.
    boolean hasInterest(String subject);

    /// Whether a member of this queue group, here or on another node, would: any interest when `queue` is `""`.
    boolean hasInterest(String subject, String queue);

    /// Whether a message published on this subject would reach anybody: interest, or a stream that captures it.
    default boolean isHeard(String subject) {
        return hasInterest(subject);
    }

    /// Adds interest that other nodes learn of. Plain when `queue` is `""`.
    Subscription subscribe(String pattern, String queue, Subscriber subscriber);

    /// Removes it; unknown or removed ones are ignored.
    void unsubscribe(Subscription subscription);

    /// Registers an API that every node serves for its own clients: not interest, never sent to other nodes.
    /// `pattern` may end in `>`. Called at start-up only, before clients connect.
    void serve(String pattern, ApiHandler handler);

    /// An API by subject.
    interface ApiHandler {
        /// Handles one request; answers, if at all, by [Router#deliver] on `request.reply()`.
        /// Called on the publishing client's thread; must not block.
        void handle(Message request, ClientIdentity from);
    }
}
