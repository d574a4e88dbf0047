package dev.stationmaster.engine.router;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All interest in one pattern: plain and in queue groups, of this node and of others.
///
/// Changed under the switchboard's lock, read without: every field is replaced as a whole.
final class Interest {
    static final LocalSubscription[] NOBODY = {};
    private static final Group[] NO_GROUPS = {};

    private volatile LocalSubscription[] plain = NOBODY;
    /// Bit n: node n has plain interest.
    private volatile long remoteNodes;

    private volatile Group[] groups = NO_GROUPS;

    LocalSubscription[] plain() {
        return plain;
    }

    long remoteNodes() {
        return remoteNodes;
    }

    Group[] groups() {
        return groups;
    }

    /// @return new number of local subscriptions of its queue group, or of plain ones
    int add(LocalSubscription subscription) {
        if (subscription.queue().isEmpty()) {
            plain = with(plain, subscription);
            return plain.length;
        }
        Group group = group(subscription.queue());
        Group changed = new Group(group.queue(), with(group.local(), subscription), group.remote());
        replace(group, changed);
        return changed.local().length;
    }

    /// @return new number as in [#add], or -1 when the subscription was not here
    int remove(LocalSubscription subscription) {
        if (subscription.queue().isEmpty()) {
            LocalSubscription[] fewer = without(plain, subscription);
            if (fewer.length == plain.length) {
                return -1;
            }
            plain = fewer;
            return fewer.length;
        }
        Group group = group(subscription.queue());
        LocalSubscription[] fewer = without(group.local(), subscription);
        if (fewer.length == group.local().length) {
            return -1;
        }
        replace(group, new Group(group.queue(), fewer, group.remote()));
        return fewer.length;
    }

    void setRemote(int node, String queue, int count) {
        if (queue.isEmpty()) {
            remoteNodes = count > 0 ? remoteNodes | 1L << node : remoteNodes & ~(1L << node);
            return;
        }
        Group group = group(queue);
        List<RemoteMembers> remote = new ArrayList<>(List.of(group.remote()));
        remote.removeIf(members -> members.node() == node);
        if (count > 0) {
            remote.add(new RemoteMembers(node, count));
        }
        replace(group, new Group(queue, group.local(), remote.toArray(RemoteMembers[]::new)));
    }

    void dropNode(int node) {
        setRemote(node, "", 0);
        for (Group group : groups) {
            setRemote(node, group.queue(), 0);
        }
    }

    boolean isEmpty() {
        return plain.length == 0 && remoteNodes == 0 && groups.length == 0;
    }

    /// Whether this queue group has members.
    boolean has(String queue) {
        for (Group group : groups) {
            if (group.queue().equals(queue)) {
                return true;
            }
        }
        return false;
    }

    private Group group(String queue) {
        for (Group group : groups) {
            if (group.queue().equals(queue)) {
                return group;
            }
        }
        return new Group(queue, NOBODY, new RemoteMembers[0]);
    }

    private void replace(Group before, Group after) {
        List<Group> all = new ArrayList<>(List.of(groups));
        int at = all.indexOf(before);
        if (after.isEmpty()) {
            if (at >= 0) {
                all.remove(at);
            }
        } else if (at >= 0) {
            all.set(at, after);
        } else {
            all.add(after);
        }
        groups = all.toArray(Group[]::new);
    }

    private static LocalSubscription[] with(LocalSubscription[] all, LocalSubscription one) {
        LocalSubscription[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = one;
        return more;
    }

    private static LocalSubscription[] without(LocalSubscription[] all, LocalSubscription one) {
        for (int at = 0; at < all.length; at++) {
            if (all[at] == one) {
                LocalSubscription[] fewer = new LocalSubscription[all.length - 1];
                System.arraycopy(all, 0, fewer, 0, at);
                System.arraycopy(all, at + 1, fewer, at, fewer.length - at);
                return fewer;
            }
        }
        return all;
    }

    /// A queue group of this pattern. Compared by identity.
    static final class Group {
        private final String queue;
        private final LocalSubscription[] local;
        private final RemoteMembers[] remote;

        Group(String queue, LocalSubscription[] local, RemoteMembers[] remote) {
            this.queue = queue;
            this.local = local;
            this.remote = remote;
        }

        String queue() {
            return queue;
        }

        LocalSubscription[] local() {
            return local;
        }

        RemoteMembers[] remote() {
            return remote;
        }

        boolean isEmpty() {
            return local.length == 0 && remote.length == 0;
        }
    }

    /// Members of a queue group on another node.
    record RemoteMembers(int node, int count) {}

    /// The client's own subscription among these, or null.
    @Nullable
    LocalSubscription ofClient(long clientId) {
        for (LocalSubscription subscription : plain) {
            if (subscription.subscriber().clientId() == clientId) {
                return subscription;
            }
        }
        for (Group group : groups) {
            for (LocalSubscription subscription : group.local()) {
                if (subscription.subscriber().clientId() == clientId) {
                    return subscription;
                }
            }
        }
        return null;
    }
}
