package dev.stationmaster.engine.delivery;

import java.util.concurrent.ThreadLocalRandom;

/// How much of a push consumer's data may be under way. Starts at 2 MiB and doubles with each answer up to 32 MiB; past
/// half of it the client is asked to say that it has come so far. Confined to the group loop.
final class FlowWindow {
    private static final long START = 2L << 20;
    private static final long MAX = 32L << 20;

    private final String prefix;
    private long window = START;
    private long underWay;
    private long asked;
    private String outstanding = "";

    FlowWindow(String stream, String consumer) {
        prefix = "$JS.FC." + stream + "." + consumer + ".";
    }

    void sent(int bytes) {
        underWay += bytes;
        if (!outstanding.isEmpty() && underWay - asked >= window) {
            asked += bytes;
        }
    }

    boolean isFull() {
        return underWay > window;
    }

    boolean wantsRequest() {
        return outstanding.isEmpty() && underWay > window / 2;
    }

    /// The reply subject of a new request.
    String request() {
        asked = underWay;
        outstanding = prefix + Integer.toString(ThreadLocalRandom.current().nextInt(46_656, 1_679_616), 36);
        return outstanding;
    }

    /// Reply subject that is awaited, `""` for none.
    String outstanding() {
        return outstanding;
    }

    boolean onReply(String subject) {
        if (!subject.equals(outstanding)) {
            return false;
        }
        underWay = Math.max(0, underWay - asked);
        asked = 0;
        outstanding = "";
        window = Math.min(MAX, window * 2);
        return true;
    }
}
