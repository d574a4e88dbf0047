package dev.stationmaster.engine.partition;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// What a group remembers of its origins (engine.md §4): each one's session, the last batch applied and the outcomes of
/// those not acknowledged yet. Part of the replicated state; confined to the group loop.
///
/// A batch is applied only when its number is the next of its session. The same one again gets the remembered
/// outcomes; a higher session ends the lower one and starts at number 1.
final class OriginSessions {
    /// More than any origin has under way; only a broken one makes us forget.
    private static final int REMEMBERED_MAX = 64;

    private static final class Session {
        long id;
        long lastNumber;
        final TreeMap<Long, byte[]> outcomes = new TreeMap<>();
    }

    private final TreeMap<Integer, Session> sessions = new TreeMap<>();

    /// What to do with a batch.
    sealed interface Verdict {
        /// Apply it, then [#applied]. `newSession`: an earlier one of the origin ends here.
        record Apply(boolean newSession) implements Verdict {}

        /// It was applied before, with these outcomes; empty when they were acknowledged.
        record Known(byte[] outcomes) implements Verdict {}

        record OutOfOrder(long expected) implements Verdict {}

        record Ended(long currentSession) implements Verdict {}
    }

    private static final byte[] NONE = new byte[0];

    Verdict judge(int origin, long session, long number) {
        Session known = sessions.get(origin);
        if (known == null || session > known.id) {
            return number == 1 ? new Verdict.Apply(known != null) : new Verdict.OutOfOrder(1);
        }
        if (session < known.id) {
            return new Verdict.Ended(known.id);
        }
        if (number <= known.lastNumber) {
            return new Verdict.Known(known.outcomes.getOrDefault(number, NONE));
        }
        return number == known.lastNumber + 1 ? new Verdict.Apply(false) : new Verdict.OutOfOrder(known.lastNumber + 1);
    }

    /// Starts the session where the batch is its first. Before its commands are applied.
    void begin(int origin, long session) {
        Session known = sessions.get(origin);
        if (known == null || session > known.id) {
            Session fresh = new Session();
            fresh.id = session;
            sessions.put(origin, fresh);
        }
    }

    void applied(int origin, long number, long acknowledgedUpTo, byte[] outcomes) {
        Session session = sessions.get(origin);
        if (session == null || number != session.lastNumber + 1) {
            throw new IllegalStateException("batch " + number + " of origin " + origin + " was not the next");
        }
        session.lastNumber = number;
        session.outcomes.put(number, outcomes);
        session.outcomes.headMap(Math.min(acknowledgedUpTo, number), true).clear();
        while (session.outcomes.size() > REMEMBERED_MAX) {
            session.outcomes.pollFirstEntry();
        }
    }

    void writeImage(DataOutput out) throws IOException {
        out.writeInt(sessions.size());
        for (Map.Entry<Integer, Session> entry : sessions.entrySet()) {
            Session session = entry.getValue();
            out.writeInt(entry.getKey());
            out.writeLong(session.id);
            out.writeLong(session.lastNumber);
            out.writeInt(session.outcomes.size());
            for (Map.Entry<Long, byte[]> outcome : session.outcomes.entrySet()) {
                out.writeLong(outcome.getKey());
                out.writeInt(outcome.getValue().length);
                out.write(outcome.getValue());
            }
        }
    }

    void restore(DataInput in) throws IOException {
        sessions.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int origin = in.readInt();
            Session session = new Session();
            session.id = in.readLong();
            session.lastNumber = in.readLong();
            int remembered = in.readInt();
            for (int j = 0; j < remembered; j++) {
                long number = in.readLong();
                byte[] outcomes = new byte[in.readInt()];
                in.readFully(outcomes);
                session.outcomes.put(number, outcomes);
            }
            sessions.put(origin, session);
        }
    }
}
