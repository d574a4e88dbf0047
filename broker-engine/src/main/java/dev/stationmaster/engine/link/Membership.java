package dev.stationmaster.engine.link;

import dev.stationmaster.engine.link.LinkFrame.Lane;

/// Who this node is linked with. Another node has a *slot*, by which this node's router knows it, and in a cluster with
/// streams a *number*, by which all know it. Confined to the link's event loop, but for the two conversions, which are
/// thread-safe.
interface Membership {
    /// What becomes of a connection that another node dialled.
    ///
    /// @param slot 0 for a connection that only asks
    /// @param refusal why it is closed, `""` when it is not
    /// @param later whether the other side comes again and will be taken: nothing to warn of
    record Admission(int slot, Lane lane, LinkFrame answer, String refusal, boolean later) {
        static Admission taken(int slot, Lane lane, LinkFrame answer) {
            return new Admission(slot, lane, answer, "", false);
        }

        static Admission refused(String why) {
            return new Admission(0, Lane.CORE, new LinkFrame.Refusal(why), why, false);
        }

        static Admission notYet(String why) {
            return new Admission(0, Lane.LOG, new LinkFrame.Refusal(why), why, true);
        }
    }

    /// Opens the links to those who are known already; runs once, when the port is bound.
    void start(Links links, int port);

    Admission admit(LinkFrame hello, byte[] challenge, String remoteHost);

    /// Another node told who else there is.
    default void onNews(int slot, LinkFrame.News news) {}

    /// This node's own connection of that lane came up or ended.
    default void onOwnLink(int slot, Lane lane, boolean up) {}

    /// The other node's connection of that lane came up or ended.
    default void onTheirLink(int slot, Lane lane, boolean up) {}

    /// Number of the node in that slot, 0 for none.
    int node(int slot);

    /// Slot of the node with that number, 0 for none.
    int slot(int node);
}
