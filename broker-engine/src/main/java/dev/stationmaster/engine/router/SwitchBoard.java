package dev.stationmaster.engine.router;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.HeaderBlock;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Interest.Group;
import dev.stationmaster.engine.subject.SubjectPattern;
import dev.stationmaster.engine.subject.SubjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The router of one node: one tree holds the interest of this node's subscribers and of other nodes.
///
/// Thread-safe. Publishing takes no lock; changes of interest take one, in which [InterestListener]s are told.
/// A message goes to another node at most once, with all its targets there.
public final class SwitchBoard implements Router, RemoteRoutes {
    public static final int FIRST_LEAF = 16;
    public static final int LAST_LEAF = 63;

    private static final byte[] NO_RESPONDERS = HeaderBlock.status(503, "", List.of());
    private static final byte[] EMPTY = {};
    private static final RemoteDelivery ALONE = (node, routeSubject, message, plain, queues) -> {};

    private final SubjectTree<Interest> interest = new SubjectTree<>();
    private final SubjectTree<ApiHandler> apis = new SubjectTree<>();
    private final LongAdder subscriptions = new LongAdder();
    private final LongAdder inserts = new LongAdder();
    private final Object changes = new Object();
    /// Guarded by `changes`.
    private final List<InterestListener> listeners = new ArrayList<>();
    /// Written once in `boot` before clients connect.
    private volatile @Nullable StreamSink streams;

    /// Streams of accounts by what stands before their subjects. Written in `boot` before clients connect.
    private final Map<String, StreamSink> streamsApart = new ConcurrentHashMap<>();

    private volatile RemoteDelivery others = ALONE;

    /// What is told to leaf connections, which have numbers above those of nodes.
    private volatile RemoteDelivery leafs = ALONE;

    /// Joins the streams: without it no stream captures anything. Called once, before clients connect.
    public void join(StreamSink sink) {
        streams = sink;
    }

    /// Joins the streams of an account whose subjects have this before them. Called before clients connect.
    public void join(String prefix, StreamSink sink) {
        if (prefix.isEmpty()) {
            join(sink);
        } else {
            streamsApart.put(prefix, sink);
        }
    }

    private @Nullable StreamSink streams(String subject) {
        if (subject.isEmpty() || subject.charAt(0) != SubjectPattern.APART) {
            return streams;
        }
        return streamsApart.get(subject.substring(0, subject.indexOf('.') + 1));
    }

    /// Joins leaf connections, which are known here like other nodes, by numbers from [#FIRST_LEAF] to [#LAST_LEAF].
    /// Called once, before they connect.
    public void joinLeafs(RemoteDelivery delivery) {
        leafs = delivery;
    }

    /// As [#publish], for what came over a leaf connection: it does not go back there.
    ///
    /// @param route subject that interest is matched with; streams and the API take only what is shown with it
    /// @param queues groups of which a member shall have it, beside plain interest
    public void publishFromLeaf(int leaf, String route, Message message, List<String> queues, ClientIdentity from) {
        fanOut(route, message, 0, leaf, queues);
        if (route.equals(message.subject())) {
            serve(message, from);
        }
    }

    /// Joins the other nodes. Called once, before clients connect.
    public void join(RemoteDelivery delivery) {
        others = delivery;
    }

    @Override
    public void publish(Message message, ClientIdentity from) {
        String subject = message.subject();
        boolean taken = fanOut(subject, message, from.clientId());
        if (!serve(message, from) && !taken && from.noResponders() && message.hasReply()) {
            tellNoResponders(message.reply(), from.clientId());
        }
    }

    /// Hands a message to the API or the stream that its subject belongs to, if there is one.
    private boolean serve(Message message, ClientIdentity from) {
        String subject = message.subject();
        ApiHandler api = apis.find(subject);
        if (api != null) {
            api.handle(message, from);
            return true;
        }
        StreamSink sink = streams(subject);
        return sink != null && SubjectPattern.isValidSubject(subject) && sink.offer(message, from);
    }

    @Override
    public boolean deliver(String routeSubject, Message message) {
        return fanOut(routeSubject, message, 0);
    }

    @Override
    public boolean hasInterest(String subject) {
        return interest.matchesAny(subject);
    }

    @Override
    public boolean hasInterest(String subject, String queue) {
        return queue.isEmpty()
                ? hasInterest(subject)
                : interest.match(subject).stream().anyMatch(there -> there.has(queue));
    }

    @Override
    public boolean isHeard(String subject) {
        StreamSink sink = streams(subject);
        return interest.matchesAny(subject) || (sink != null && sink.captures(subject));
    }

    @Override
    public Subscription subscribe(String pattern, String queue, Subscriber subscriber) {
        if (!SubjectPattern.isValidPattern(pattern)) {
            throw new IllegalArgumentException("'" + pattern + "' is not a valid subject to subscribe to");
        }
        LocalSubscription subscription = new LocalSubscription(pattern, queue, subscriber);
        synchronized (changes) {
            int count = interestIn(pattern).add(subscription);
            subscriptions.increment();
            inserts.increment();
            if (!queue.isEmpty() || count == 1) {
                listeners.forEach(listener -> listener.onLocalInterest(pattern, queue, count));
            }
        }
        return subscription;
    }

    @Override
    public void unsubscribe(Subscription subscription) {
        if (!(subscription instanceof LocalSubscription local)) {
            return;
        }
        String pattern = local.pattern();
        synchronized (changes) {
            Interest there = interest.get(pattern);
            int count = there == null ? -1 : there.remove(local);
            if (there == null || count < 0) {
                return;
            }
            subscriptions.decrement();
            dropIfEmpty(pattern, there);
            if (!local.queue().isEmpty() || count == 0) {
                listeners.forEach(listener -> listener.onLocalInterest(pattern, local.queue(), count));
            }
        }
    }

    @Override
    public void serve(String pattern, ApiHandler handler) {
        if (!SubjectPattern.isValidPattern(pattern)) {
            throw new IllegalArgumentException("'" + pattern + "' is not a valid subject to serve");
        }
        if (apis.put(pattern, handler) != null) {
            throw new IllegalStateException("'" + pattern + "' is served already");
        }
    }

    /// Takes back what [#serve] registered.
    public void withdraw(String pattern) {
        apis.remove(pattern);
    }

    /// Number of subscriptions that this node's clients and rooms hold.
    public long subscriptionCount() {
        return subscriptions.sum();
    }

    /// Number of subscriptions ever made.
    public long insertCount() {
        return inserts.sum();
    }

    /// Number of distinct patterns with interest, other nodes' included.
    public int patternCount() {
        return interest.size();
    }

    @Override
    public void addListener(InterestListener listener) {
        synchronized (changes) {
            localInterest(listener);
            listeners.add(listener);
        }
    }

    @Override
    public void localInterest(InterestListener visitor) {
        synchronized (changes) {
            interest.forEachPattern((pattern, there) -> {
                if (there.plain().length > 0) {
                    visitor.onLocalInterest(pattern, "", 1);
                }
                for (Group group : there.groups()) {
                    if (group.local().length > 0) {
                        visitor.onLocalInterest(pattern, group.queue(), group.local().length);
                    }
                }
            });
        }
    }

    @Override
    public void setRemoteInterest(int node, String pattern, String queue, int count) {
        checkNode(node);
        synchronized (changes) {
            Interest there = interestIn(pattern);
            there.setRemote(node, queue, count);
            dropIfEmpty(pattern, there);
        }
    }

    @Override
    public void dropNode(int node) {
        checkNode(node);
        synchronized (changes) {
            List<String> emptied = new ArrayList<>();
            interest.forEachPattern((pattern, there) -> {
                there.dropNode(node);
                if (there.isEmpty()) {
                    emptied.add(pattern);
                }
            });
            emptied.forEach(interest::remove);
        }
    }

    @Override
    public void deliverFromRemote(String routeSubject, Message message, boolean plain, List<String> queues) {
        List<Interest> matched = interest.match(routeSubject);
        if (plain) {
            for (int i = 0; i < matched.size(); i++) {
                deliverPlain(matched.get(i), message, 0);
            }
        }
        for (String queue : queues) {
            LocalSubscription member = QueueChoice.local(matched, 0, queue, 0);
            if (member != null) {
                member.subscriber().deliver(member, message);
            }
        }
    }

    private boolean fanOut(String routeSubject, Message message, long publisherId) {
        return fanOut(routeSubject, message, publisherId, 0, null);
    }

    /// @param except number of a node or leaf that does not get it, 0 for none
    /// @param chosen the only queue groups that get it, null for all
    private boolean fanOut(
            String routeSubject, Message message, long publisherId, int except, @Nullable List<String> chosen) {
        List<Interest> matched = interest.match(routeSubject);
        boolean taken = false;
        long plainNodes = 0;
        RemoteTargets targets = null;
        for (int i = 0; i < matched.size(); i++) {
            Interest there = matched.get(i);
            taken |= deliverPlain(there, message, publisherId);
            plainNodes |= there.remoteNodes();
            for (Group group : there.groups()) {
                if (chosen != null && !chosen.contains(group.queue())) {
                    continue;
                }
                if (i > 0 && QueueChoice.seenBefore(matched, i, group.queue())) {
                    continue;
                }
                LocalSubscription member = QueueChoice.local(matched, i, group.queue(), publisherId);
                if (member != null) {
                    member.subscriber().deliver(member, message);
                    taken = true;
                    continue;
                }
                int node = QueueChoice.remote(matched, i, group.queue(), except);
                if (node != 0) {
                    targets = targets == null ? new RemoteTargets() : targets;
                    targets.add(node, group.queue());
                }
            }
        }
        plainNodes &= ~(except == 0 ? 0 : 1L << except);
        if (plainNodes != 0 || targets != null) {
            RemoteTargets queues = targets == null ? RemoteTargets.NONE : targets;
            queues.send(plainNodes, routeSubject, message, this::toRemote);
            taken = true;
        }
        return taken;
    }

    private void toRemote(int node, String routeSubject, Message message, boolean plain, List<String> queues) {
        (node < FIRST_LEAF ? others : leafs).send(node, routeSubject, message, plain, queues);
    }

    private static boolean deliverPlain(Interest there, Message message, long publisherId) {
        boolean taken = false;
        for (LocalSubscription subscription : there.plain()) {
            if (subscription.takesFrom(publisherId)) {
                subscription.subscriber().deliver(subscription, message);
                taken = true;
            }
        }
        return taken;
    }

    private void tellNoResponders(String reply, long clientId) {
        for (Interest there : interest.match(reply)) {
            LocalSubscription own = there.ofClient(clientId);
            if (own != null) {
                own.subscriber().deliver(own, new Message(reply, "", NO_RESPONDERS, EMPTY));
                return;
            }
        }
    }

    private Interest interestIn(String pattern) {
        Interest there = interest.get(pattern);
        if (there == null) {
            there = new Interest();
            interest.put(pattern, there);
        }
        return there;
    }

    private void dropIfEmpty(String pattern, Interest there) {
        if (there.isEmpty()) {
            interest.remove(pattern);
        }
    }

    private static void checkNode(int node) {
        if (node < 1 || node > 63) {
            throw new IllegalArgumentException("node " + node + " is not between 1 and 63");
        }
    }
}
