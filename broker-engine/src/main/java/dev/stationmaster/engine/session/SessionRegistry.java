package dev.stationmaster.engine.session;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// All sessions of this node, and a memory of the last closed ones. Thread-safe.
public final class SessionRegistry {
    private static final int CLOSED_MAX = 10_000;

    private final AtomicLong lastId = new AtomicLong();
    private final ConcurrentHashMap<Long, Session> open = new ConcurrentHashMap<>();
    /// Guarded by itself.
    private final ArrayDeque<SessionReport> closed = new ArrayDeque<>();

    /// A number that no other connection of this process has had, from 1.
    public long nextId() {
        return lastId.incrementAndGet();
    }

    void add(Session session) {
        open.put(session.clientId(), session);
    }

    void remove(Session session, SessionReport last) {
        open.remove(session.clientId());
        synchronized (closed) {
            if (closed.size() == CLOSED_MAX) {
                closed.removeFirst();
            }
            closed.addLast(last);
        }
    }

    public Collection<Session> sessions() {
        return open.values();
    }

    /// The session of that connection, or null.
    public @Nullable Session session(long clientId) {
        return open.get(clientId);
    }

    /// The last 10,000 connections that ended, oldest first.
    public List<SessionReport> closedReports() {
        synchronized (closed) {
            return List.copyOf(closed);
        }
    }
}
