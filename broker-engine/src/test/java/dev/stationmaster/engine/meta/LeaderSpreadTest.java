package dev.stationmaster.engine.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.meta.LeaderSpread.Led;
import dev.stationmaster.engine.meta.LeaderSpread.Move;
import dev.stationmaster.engine.replication.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaderSpreadTest {
    private static final Set<Integer> ALL = Set.of(1, 2, 3, 4, 5);

    @Test
    void movesFromTheNodeThatLeadsMostToTheOneThatLeadsLeast() {
        assertThat(LeaderSpread.next(three(2, 2, 2), ALL)).contains(new Move(new GroupId("r3-1"), 2, 1));
        assertThat(LeaderSpread.next(three(1, 2, 2), ALL)).contains(new Move(new GroupId("r3-2"), 2, 3));
        assertThat(LeaderSpread.next(three(1, 2, 3), ALL)).isEmpty();
    }

    @Test
    void givesNothingToANodeThatIsNotReady() {
        assertThat(LeaderSpread.next(three(2, 2, 2), Set.of(2, 3))).contains(new Move(new GroupId("r3-1"), 2, 3));
        assertThat(LeaderSpread.next(three(2, 2, 2), Set.of(2))).isEmpty();
    }

    @Test
    void waitsWhileAGroupIsWithoutALeader() {
        assertThat(LeaderSpread.next(three(2, 2, 0), ALL)).isEmpty();
    }

    @Test
    void comesToRestAfterFewMovesWhereverItBegins() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<Led> groups = new ArrayList<>();
            for (int first = 1; first <= 5; first++) {
                List<Integer> members = List.of(first, first % 5 + 1, (first + 1) % 5 + 1);
                groups.add(new Led(new GroupId("r3-" + first), members.get(random.nextInt(3)), members));
            }
            int moves = 0;
            Optional<Move> next = LeaderSpread.next(groups, ALL);
            while (next.isPresent()) {
                Move move = next.get();
                groups.replaceAll(
                        led -> led.group().equals(move.group()) ? new Led(led.group(), move.to(), led.members()) : led);
                assertThat(++moves).isLessThanOrEqualTo(5);
                next = LeaderSpread.next(groups, ALL);
            }
        }
    }

    private static List<Led> three(int first, int second, int third) {
        List<Integer> members = List.of(1, 2, 3);
        return List.of(
                new Led(new GroupId("r3-1"), first, members),
                new Led(new GroupId("r3-2"), second, members),
                new Led(new GroupId("r3-3"), third, members));
    }
}
