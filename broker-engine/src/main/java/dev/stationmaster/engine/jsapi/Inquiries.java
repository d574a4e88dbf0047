package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Questions of this node to the leaders of groups, answered on a subject of its own. Thread-safe.
public final class Inquiries implements Subscriber {
    private final GroupClient groups;
    private final ClientIdentity self;
    private final String inbox;
    private final AtomicLong nextId = new AtomicLong();
    private final Map<String, CompletableFuture<byte[]>> open = new ConcurrentHashMap<>();

    public Inquiries(Router router, GroupClient groups, int node) {
        this.groups = groups;
        this.self = ClientIdentity.ofNode(node);
        this.inbox = "_SM.ASK." + node + "."
                + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36) + ".";
        router.subscribe(inbox + "*", "", this);
    }

    /// Asks the group's leader. The future fails with a timeout when nobody answers; it completes on any thread, which
    /// must not be blocked.
    public CompletableFuture<byte[]> ask(GroupId group, String subject, byte[] payload, Duration timeout) {
        String reply = inbox + Long.toString(nextId.incrementAndGet(), 36);
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        open.put(reply, answer);
        groups.request(group, new GroupRequest(new Message(subject, reply, new byte[0], payload), self));
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ignored, failure) -> open.remove(reply));
    }

    /// Passes something to the group's leader that needs no answer to this node.
    public void tell(GroupId group, String subject, String reply, byte[] payload) {
        groups.request(group, new GroupRequest(new Message(subject, reply, new byte[0], payload), self));
    }

    @Override
    public void deliver(Subscription subscription, Message message) {
        CompletableFuture<byte[]> answer = open.get(message.subject());
        if (answer != null) {
            answer.complete(message.payload());
        }
    }
}
