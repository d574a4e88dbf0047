package dev.stationmaster.engine.link;

/// Decides when a connection counts as dead: after [#LOOKS_MAX] looks in a row without a sign of the other side. Pure.
///
/// A sign is any byte that came. While much waits to be sent, the answer to a ping is late, because the ping waits
/// too; then it is as good a sign when the operating system, whose buffer was full at the look before, has taken more.
/// A buffer that is not full takes bytes that nobody will ever fetch, and says nothing.
///
/// Looks are counted, not seconds: after a pause of this process (garbage, a lid that was closed) one look is late, and
/// what has arrived meanwhile is read before the next.
final class Silence {
    static final int LOOKS_MAX = 3;

    private int silent;
    private boolean wasFull;
    private long handedOverBefore;

    /// @param heard whether anything came since the last look
    /// @param full whether bytes wait that the operating system does not take
    /// @param handedOver changes when it has taken more
    /// @return whether the other side is taken for dead
    boolean look(boolean heard, boolean full, long handedOver) {
        boolean fetched = wasFull && handedOver != handedOverBefore;
        silent = heard || fetched ? 0 : silent + 1;
        wasFull = full;
        handedOverBefore = handedOver;
        return silent >= LOOKS_MAX;
    }
}
