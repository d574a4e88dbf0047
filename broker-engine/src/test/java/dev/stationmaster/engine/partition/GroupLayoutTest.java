package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.replication.GroupId;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupLayoutTest {
    @Test
    void oneNodeHasMetaAndItsOwnGroup() {
        GroupLayout layout = new GroupLayout(List.of(1));
        assertThat(layout.groups()).extracting(GroupId::name).containsExactly("meta", "r1-1");
    }

    @Test
    void threeNodesHaveThreeGroupsOverAllOfThem() {
        GroupLayout layout = new GroupLayout(List.of(1, 2, 3));
        assertThat(layout.groups())
                .extracting(GroupId::name)
                .containsExactly("meta", "r1-1", "r1-2", "r1-3", "r3-1", "r3-2", "r3-3");
        assertThat(layout.members(new GroupId("r3-2"))).containsExactly(1, 2, 3);
        assertThat(layout.groupsOf(2))
                .extracting(GroupId::name)
                .containsExactly("r1-2", "meta", "r3-1", "r3-2", "r3-3");
    }

    @Test
    void fiveNodesHaveGroupsOverNeighboursAndOneOverAll() {
        GroupLayout layout = new GroupLayout(List.of(1, 2, 3, 4, 5));
        assertThat(layout.members(new GroupId("r3-4"))).containsExactly(1, 4, 5);
        assertThat(layout.members(new GroupId("r5"))).containsExactly(1, 2, 3, 4, 5);
        assertThat(layout.groupsOf(1)).hasSize(6);
    }

    @Test
    void aGroupThatTheClusterDoesNotHaveIsRefused() {
        GroupLayout layout = new GroupLayout(List.of(1));
        assertThatThrownBy(() -> layout.members(new GroupId("r5"))).hasMessageContaining("r5");
    }
}
