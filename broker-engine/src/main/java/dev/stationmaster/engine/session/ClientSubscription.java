package dev.stationmaster.engine.session;

import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;
import dev.stationmaster.engine.session.Outgoing.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One `SUB` of a client. Deliveries come from any thread; everything else is confined to the session's event loop.
final class ClientSubscription implements Subscriber {
    private final Session session;
    private final String pattern;
    private final String queue;
    private final byte[] sid;
    private final boolean filtered;
    private final AtomicLong delivered = new AtomicLong();
    /// Written by the session on UNSUB, read by deliverers; 0: no limit.
    private volatile long max;

    /// What it listens to in the router; one, unless its account imports streams.
    private List<Subscription> registrations = List.of();

    ClientSubscription(Session session, String pattern, String queue, String sid, boolean filtered) {
        this.session = session;
        this.pattern = pattern;
        this.queue = queue;
        this.sid = sid.getBytes(StandardCharsets.UTF_8);
        this.filtered = filtered;
    }

    @Override
    public void deliver(Subscription subscription, Message message) {
        if (filtered && !session.permissions().mayReceive(message.subject())) {
            return;
        }
        long count = delivered.incrementAndGet();
        long limit = max;
        if (limit > 0 && count >= limit) {
            session.removeLater(this);
            if (count > limit) {
                return;
            }
        }
        session.send(new Delivery(this, message));
    }

    @Override
    public long clientId() {
        return session.clientId();
    }

    @Override
    public boolean wantsEcho() {
        return session.wantsEcho();
    }

    String pattern() {
        return pattern;
    }

    String queue() {
        return queue;
    }

    byte[] sid() {
        return sid;
    }

    String sidText() {
        return new String(sid, StandardCharsets.UTF_8);
    }

    long delivered() {
        return delivered.get();
    }

    long max() {
        return max;
    }

    /// Ends the subscription after that many deliveries.
    ///
    /// @return whether it has had them already
    boolean limitTo(long deliveries) {
        max = deliveries;
        return delivered.get() >= deliveries;
    }

    void registered(List<Subscription> with) {
        registrations = with;
    }

    List<Subscription> registrations() {
        return registrations;
    }
}
