package dev.stationmaster.engine.jsapi;

/// Requests that nodes put to a group's leader themselves; clients cannot reach them. The words after the prefix are
/// followed by a stream's name where there is one.
public final class LeaderSubjects {
    public static final String PREFIX = "$SM.LEADER.";

    /// Answers a stream's info as the answer of a creation.
    public static final String CREATED = PREFIX + "CREATED.";

    /// Answers a stream's info as the answer of an update.
    public static final String UPDATED = PREFIX + "UPDATED.";

    /// Answers the infos of the streams named in the body, `{"streams":[…]}`.
    public static final String LIST = PREFIX + "LIST";

    /// Answers what the group uses: memory, storage, streams, consumers.
    public static final String TOTALS = PREFIX + "TOTALS";

    /// A client gave a message up: `{"consumer","seq","error"}`.
    public static final String GIVEN_UP = PREFIX + "GIVENUP.";

    /// Hands leadership to the node whose number follows.
    public static final String HAND_OVER = PREFIX + "HANDOVER.";

    /// Numbers of the group for the product's own statistics.
    public static final String GROUP_STATS = "$SM.API.GROUP.STATS.";

    private LeaderSubjects() {}
}
