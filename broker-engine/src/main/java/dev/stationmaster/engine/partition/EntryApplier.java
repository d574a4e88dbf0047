package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.partition.OriginSessions.Verdict;
import dev.stationmaster.engine.replication.LogReplica.Position;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeCodec;
import dev.stationmaster.engine.replication.Payloads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Applies entries to a group's [GroupMachine]: the same on every replica. Confined to the group loop.
final class EntryApplier {
    private static final byte[] NONE = new byte[0];

    private final GroupMachine machine;
    private final OriginSessions sessions;
    private long groupTimeNanos;

    EntryApplier(GroupMachine machine, OriginSessions sessions) {
        this.machine = machine;
        this.sessions = sessions;
    }

    /// What a batch came to; for the leader, who answers the origin after the entry.
    record Result(int origin, long session, long number, BatchReply.Kind kind, long value, byte[] outcomes) {}

    long groupTimeNanos() {
        return groupTimeNanos;
    }

    void restoreGroupTime(long nanos) {
        groupTimeNanos = nanos;
    }

    /// Applies a whole entry.
    ///
    /// @throws UnknownEntryException before anything was changed, when this program does not know what is in it
    List<Result> apply(Position position, ByteBuffer header, Payloads payload) {
        requireKnown(position, header.duplicate());
        ByteBuffer in = header.duplicate();
        in.position(2);
        groupTimeNanos = Math.max(groupTimeNanos, in.getLong());
        int batches = in.getInt();
        List<Result> results = new ArrayList<>(batches);
        Payloads.Reader payloads = payload.reader();
        for (int i = 0; i < batches; i++) {
            results.add(applyBatch(position.index(), in, payloads));
        }
        machine.endOfEntry();
        if (groupTimeNanos >= machine.nextDueNanos()) {
            machine.expire(groupTimeNanos);
        }
        return results;
    }

    private Result applyBatch(long index, ByteBuffer in, Payloads.Reader payloads) {
        int origin = in.getInt();
        long session = in.getLong();
        long number = in.getLong();
        long acknowledged = in.getLong();
        int count = in.getInt();
        int commandsEnd = in.getInt();
        int payloadsEnd = in.getInt() + payloads.position();
        commandsEnd += in.position();
        Result result = origin == 0
                ? new Result(0, session, number, BatchReply.Kind.APPLIED, 0, run(index, in, payloads, count))
                : applyNumbered(index, in, payloads, origin, session, number, acknowledged, count);
        in.limit(in.capacity()).position(commandsEnd);
        payloads.skipTo(payloadsEnd);
        return result;
    }

    private Result applyNumbered(
            long index,
            ByteBuffer in,
            Payloads.Reader payloads,
            int origin,
            long session,
            long number,
            long acknowledged,
            int count) {
        return switch (sessions.judge(origin, session, number)) {
            case Verdict.Apply(boolean newSession) -> {
                if (newSession) {
                    machine.onOriginSessionEnded(origin);
                }
                sessions.begin(origin, session);
                byte[] outcomes = run(index, in, payloads, count);
                sessions.applied(origin, number, acknowledged, outcomes);
                yield new Result(origin, session, number, BatchReply.Kind.APPLIED, 0, outcomes);
            }
            case Verdict.Known(byte[] outcomes) ->
                new Result(origin, session, number, BatchReply.Kind.APPLIED, 0, outcomes);
            case Verdict.OutOfOrder(long expected) ->
                new Result(origin, session, number, BatchReply.Kind.OUT_OF_ORDER, expected, NONE);
            case Verdict.Ended(long current) ->
                new Result(origin, session, number, BatchReply.Kind.SESSION_ENDED, current, NONE);
        };
    }

    private byte[] run(long index, ByteBuffer commands, Payloads.Reader payloads, int count) {
        OutcomeCodec.Writer outcomes = new OutcomeCodec.Writer();
        for (int i = 0; i < count; i++) {
            commands.limit(commands.capacity());
            int commandEnd = commands.getInt();
            ByteBuffer payload = payloads.next(commands.getInt());
            commandEnd += commands.position();
            commands.limit(commandEnd);
            Outcome outcome = machine.apply(commands, payload, groupTimeNanos, index);
            outcomes.add(outcome);
            commands.limit(commands.capacity()).position(commandEnd);
        }
        return outcomes.toBytes();
    }

    private void requireKnown(Position position, ByteBuffer in) {
        int kind = in.get() & 0xFF;
        int version = in.get() & 0xFF;
        if (kind != EntryHeader.KIND || version != EntryHeader.VERSION) {
            throw new UnknownEntryException("entry " + position.index() + " is of kind " + kind + " version " + version
                    + "; this program knows kind " + EntryHeader.KIND + " version " + EntryHeader.VERSION);
        }
        in.getLong();
        int batches = in.getInt();
        for (int i = 0; i < batches; i++) {
            in.position(in.position() + 4 + 8 + 8 + 8);
            int count = in.getInt();
            in.position(in.position() + 8);
            for (int j = 0; j < count; j++) {
                int length = in.getInt();
                in.getInt();
                int start = in.position();
                int commandKind = in.get() & 0xFF;
                int commandVersion = in.get() & 0xFF;
                if (!machine.understands(commandKind, commandVersion)) {
                    throw new UnknownEntryException("entry " + position.index() + " holds a command of kind "
                            + commandKind + " version " + commandVersion
                            + ", which a newer version of this program has written");
                }
                in.position(start + length);
            }
        }
    }

    /// The entry was written by a newer version: this replica stops before it.
    static final class UnknownEntryException extends RuntimeException {
        UnknownEntryException(String message) {
            super(message);
        }
    }
}
