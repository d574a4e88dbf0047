package dev.stationmaster.engine.router;

import dev.stationmaster.engine.router.Interest.Group;
import dev.stationmaster.engine.router.Interest.RemoteMembers;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Picks the one member of a queue group that gets a message: a random local one, else a node at random, weighted by
/// its members. Groups of the same name on several patterns that match are one group, as in nats-server 2.9.10.
final class QueueChoice {
    private QueueChoice() {}

    /// @param matched all interest that matches the subject
    /// @param first index of the first of them that has the group
    /// @return null when no local member may take it
    static @Nullable LocalSubscription local(List<Interest> matched, int first, String queue, long publisherId) {
        int candidates = 0;
        LocalSubscription chosen = null;
        for (int i = first; i < matched.size(); i++) {
            Group group = named(matched.get(i), queue);
            if (group == null) {
                continue;
            }
            if (matched.size() == 1 && group.local().length > 0) {
                return among(group.local(), publisherId);
            }
            for (LocalSubscription member : group.local()) {
                candidates++;
                if (member.takesFrom(publisherId)
                        && (chosen == null || ThreadLocalRandom.current().nextInt(candidates) == 0)) {
                    chosen = member;
                }
            }
        }
        return chosen;
    }

    /// @param except a node that is not chosen, 0 for none
    /// @return node number, 0 when no other node has a member
    static int remote(List<Interest> matched, int first, String queue, int except) {
        int total = 0;
        int chosen = 0;
        for (int i = first; i < matched.size(); i++) {
            Group group = named(matched.get(i), queue);
            if (group == null) {
                continue;
            }
            for (RemoteMembers members : group.remote()) {
                if (members.node() == except) {
                    continue;
                }
                total += members.count();
                if (ThreadLocalRandom.current().nextInt(total) < members.count()) {
                    chosen = members.node();
                }
            }
        }
        return chosen;
    }

    /// Whether an earlier interest already has a group of this name.
    static boolean seenBefore(List<Interest> matched, int before, String queue) {
        for (int i = 0; i < before; i++) {
            if (named(matched.get(i), queue) != null) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable LocalSubscription among(LocalSubscription[] members, long publisherId) {
        int start = ThreadLocalRandom.current().nextInt(members.length);
        for (int i = 0; i < members.length; i++) {
            LocalSubscription member = members[(start + i) % members.length];
            if (member.takesFrom(publisherId)) {
                return member;
            }
        }
        return null;
    }

    private static @Nullable Group named(Interest interest, String queue) {
        for (Group group : interest.groups()) {
            if (group.queue().equals(queue)) {
                return group;
            }
        }
        return null;
    }
}
