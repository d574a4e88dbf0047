package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeCodec;
import dev.stationmaster.engine.replication.OutcomeHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Commands of the leader itself: gathered during a turn of the loop, proposed at its end, never repeated. Confined to
/// the group loop.
final class LeaderCommands {
    private static final int BATCH_BYTES = 256 * 1024;
    private static final Outcome LOST = new Outcome.Unknown(true, "this node does not lead any more");
    private static final Outcome NOT_NOW = new Outcome.Unknown(false, "too much is under way");

    private final GroupId group;
    private final GroupLoop loop;
    private final BatchBuilder builder = new BatchBuilder();
    private final Map<Long, List<OutcomeHandler>> underWay = new HashMap<>();
    private long term;
    private long number;
    private boolean leading;

    LeaderCommands(GroupId group, GroupLoop loop) {
        this.group = group;
        this.loop = loop;
    }

    void onLeaderReady(long newTerm) {
        leading = true;
        term = newTerm;
    }

    /// Every handler that waits learns that its command's fate is unknown.
    void onLeaderLost() {
        leading = false;
        List<List<OutcomeHandler>> lost = new java.util.ArrayList<>(underWay.values());
        underWay.clear();
        if (!builder.isEmpty()) {
            lost.add(builder.takeHandlers());
            builder.build(group, 0, 0, 0, 0, 0);
        }
        lost.forEach(handlers -> handlers.forEach(handler -> handler.onOutcome(LOST)));
    }

    void propose(byte[] command, byte[] payload, OutcomeHandler handler) {
        if (!leading) {
            handler.onOutcome(LOST);
            return;
        }
        builder.addRaw(command, payload, handler, 0);
        flushLarge();
    }

    private void flushLarge() {
        if (builder.bytes() >= BATCH_BYTES) {
            flush();
        }
    }

    /// Proposes what has gathered.
    void flush() {
        if (builder.isEmpty()) {
            return;
        }
        long mine = ++number;
        List<OutcomeHandler> handlers = builder.takeHandlers();
        Batch batch = builder.build(group, 0, term, mine, 0, handlers.size());
        underWay.put(mine, handlers);
        loop.proposer().offer(batch, reply -> loop.runInLoop(() -> onReply(mine, reply)));
    }

    private void onReply(long batchNumber, BatchReply reply) {
        List<OutcomeHandler> handlers = underWay.remove(batchNumber);
        if (handlers == null) {
            return;
        }
        if (reply.kind() != BatchReply.Kind.APPLIED) {
            Outcome outcome = reply.kind() == BatchReply.Kind.BUSY ? NOT_NOW : LOST;
            handlers.forEach(handler -> handler.onOutcome(outcome));
            return;
        }
        OutcomeCodec.Reader outcomes = new OutcomeCodec.Reader(reply.outcomes());
        handlers.forEach(handler -> handler.onOutcome(outcomes.next()));
    }
}
