package dev.stationmaster.engine.router;

/// Hears how interest of this node's own clients and rooms changes; the room `link` tells the other nodes.
///
/// Called under the switchboard's lock, one call at a time, in the order of the changes and *before* the
/// subscribing
/// client's next operation is handled: a listener that puts the change into a connection's queue at once keeps the
/// order "interest first, then the request whose answer needs it". Must not block and not call the router.
public interface InterestListener {
    /// The number of this node's subscriptions to a pattern and queue group has changed.
    ///
    /// For plain interest (`queue` is `""`) told only when it turns from 0 to 1 and back, `count` being 1 or 0:
    /// others send one copy whatever the number. For a queue group told at every change: others weigh nodes by it.
    ///
    /// @param count new number, 0 when the interest is gone
    void onLocalInterest(String pattern, String queue, int count);
}
