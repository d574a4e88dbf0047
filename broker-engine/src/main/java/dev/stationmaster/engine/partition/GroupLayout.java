package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Which Raft groups a cluster has and who is in them (engine.md §2): one meta group on all nodes, one group of one for
/// each node, with three nodes or more one group of three for each node and its two successors, with five nodes one of
/// all. Immutable.
public final class GroupLayout {
    private final Map<GroupId, List<Integer>> members = new LinkedHashMap<>();

    /// @param nodes numbers of the cluster's nodes
    public GroupLayout(Collection<Integer> nodes) {
        List<Integer> ring = new ArrayList<>(new TreeSet<>(nodes));
        members.put(GroupId.META, List.copyOf(ring));
        for (int node : ring) {
            members.put(new GroupId("r1-" + node), List.of(node));
        }
        if (ring.size() >= 3) {
            for (int first = 0; first < ring.size(); first++) {
                TreeSet<Integer> three = new TreeSet<>();
                for (int i = 0; i < 3; i++) {
                    three.add(ring.get((first + i) % ring.size()));
                }
                members.put(new GroupId("r3-" + ring.get(first)), List.copyOf(three));
            }
        }
        if (ring.size() >= 5) {
            members.put(new GroupId("r5"), List.copyOf(ring));
        }
    }

    /// All groups, the meta group first.
    public List<GroupId> groups() {
        return List.copyOf(members.keySet());
    }

    /// Ascending.
    ///
    /// @throws IllegalArgumentException when the cluster has no such group
    public List<Integer> members(GroupId group) {
        List<Integer> found = members.get(group);
        if (found == null) {
            throw new IllegalArgumentException("group " + group + " is not among " + members.keySet());
        }
        return found;
    }

    /// Groups that hold a replica on the node, smallest groups first.
    public List<GroupId> groupsOf(int node) {
        return members.entrySet().stream()
                .filter(entry -> entry.getValue().contains(node))
                .sorted(java.util.Comparator.comparingInt(
                        entry -> entry.getValue().size()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
