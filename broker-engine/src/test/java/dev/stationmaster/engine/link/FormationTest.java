package dev.stationmaster.engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormationTest {
    @Test
    void allHaveToSayTheSameBeforeAnyForms() {
        Member a = new Member("a", "1");
        Member b = new Member("b", "2");
        Member c = new Member("c", "3");
        a.meets(b, c);
        b.meets(a, c);
        assertThat(a.formed).isEmpty();
        c.formation.assemble(false, seats(a, b));
        tell(c, a, b);
        assertThat(a.formed).isEmpty();
        c.meets(a, b);
        for (Member each : List.of(a, b, c)) {
            tell(each, a, b, c);
        }
        assertThat(a.formed).hasSize(1).isEqualTo(b.formed).isEqualTo(c.formed);
        assertThat(a.formation.node("b")).isEqualTo(2);
        assertThat(c.formation.name(3)).isEqualTo("c");
    }

    @Test
    void whoMissedTheFormationTakesItOver() {
        Member a = new Member("a", "1");
        Member b = new Member("b", "2");
        a.meets(b);
        b.meets(a);
        tell(b, a);
        assertThat(a.formed).hasSize(1);
        Member later = new Member("b", "2");
        tell(a, later);
        assertThat(later.formed).isEqualTo(a.formed);
    }

    @Test
    void anotherDiskOrNameIsNoMember() {
        Formed formed = new Formed("id", List.of(new Seat(1, "a", "1", "h", 1), new Seat(2, "b", "2", "h", 2)));
        Formation formation = new Formation(card("a", "1"), "", Optional.of(formed), news -> {});
        assertThat(formation.problem(card("b", "2"))).isEmpty();
        assertThat(formation.problem(card("b", "9")).orElseThrow())
                .contains("'b'", "'9'", "'2'", "bring its store back");
        assertThat(formation.problem(card("x", "2")).orElseThrow())
                .contains("'x' is none of the members of cluster 'js', which are 'a', 'b'");
    }

    @Test
    void aBrokerAloneFormsByItself() {
        Member a = new Member("a", "1");
        a.meets();
        assertThat(a.formed).hasSize(1);
    }

    @Test
    void moreThanFiveDoNotForm() {
        Member a = new Member("a", "1");
        List<Seat> others = new ArrayList<>();
        for (int at = 2; at <= 6; at++) {
            Seat seat = new Seat(0, "m" + at, "d" + at, "h", at);
            others.add(seat);
        }
        a.formation.assemble(true, others);
        LinkFrame.Assembly all = a.formation.told();
        others.forEach(seat -> a.formation.heard(seat.name(), all));
        a.formation.assemble(true, others);
        assertThat(a.formed).isEmpty();
    }

    private static RouteCard card(String name, String disk) {
        return new RouteCard(name, "N" + name, "js", true, "h", 1, List.of(), true, disk, 1);
    }

    private static List<Seat> seats(Member... members) {
        return java.util.Arrays.stream(members)
                .map(member -> new Seat(0, member.name, member.disk, "h", 1))
                .toList();
    }

    private static void tell(Member from, Member... to) {
        for (Member each : to) {
            if (each != from) {
                each.formation.heard(from.name, from.formation.told());
                each.formation.assemble(each.complete, each.met);
            }
        }
    }

    private static final class Member {
        final String name;
        final String disk;
        final List<Formed> formed = new ArrayList<>();
        final Formation formation;
        List<Seat> met = List.of();
        boolean complete;

        Member(String name, String disk) {
            this.name = name;
            this.disk = disk;
            this.formation = new Formation(card(name, disk), "p", Optional.empty(), formed::add);
        }

        void meets(Member... others) {
            complete = true;
            met = seats(others);
            formation.assemble(true, met);
            tell(this, others);
        }
    }
}
