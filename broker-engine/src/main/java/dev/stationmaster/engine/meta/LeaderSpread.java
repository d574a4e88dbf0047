package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.replication.GroupId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which leadership to move next so that nodes lead about equally many groups. Pure.
final class LeaderSpread {
    private LeaderSpread() {}

    /// A group as it is led now.
    ///
    /// @param leader 0 while it has none
    record Led(GroupId group, int leader, List<Integer> members) {}

    record Move(GroupId group, int from, int to) {}

    /// The move that evens out most, where one does: from a node that leads at least two groups more than the other.
    /// None while any group is without a leader, because then an election is under way.
    ///
    /// @param ready nodes that may be given a leadership
    static Optional<Move> next(List<Led> groups, Set<Integer> ready) {
        Map<Integer, Integer> counts = new HashMap<>();
        groups.forEach(led -> counts.merge(led.leader(), 1, Integer::sum));
        if (counts.containsKey(0)) {
            return Optional.empty();
        }
        return groups.stream()
                .flatMap(led -> moves(led, ready))
                .filter(move -> gain(move, counts) >= 2)
                .max(Comparator.comparingInt((Move move) -> gain(move, counts))
                        .thenComparing(move -> move.group().name(), Comparator.reverseOrder())
                        .thenComparing(Move::to, Comparator.reverseOrder()));
    }

    private static Stream<Move> moves(Led led, Set<Integer> ready) {
        return led.members().stream()
                .filter(node -> node != led.leader() && ready.contains(node))
                .map(node -> new Move(led.group(), led.leader(), node));
    }

    private static int gain(Move move, Map<Integer, Integer> counts) {
        return counts.getOrDefault(move.from(), 0) - counts.getOrDefault(move.to(), 0);
    }
}
