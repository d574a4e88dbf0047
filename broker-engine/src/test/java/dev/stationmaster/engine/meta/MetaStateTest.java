package dev.stationmaster.engine.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.stream.StreamConfig;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetaStateTest {
    private final MetaState state = new MetaState();
    private final MetaDirectory directory = new MetaDirectory();

    private MetaState.Answer apply(MetaCommand command) {
        MetaState.Answer answer = state.apply(MetaCodec.decode(MetaCodec.encode(command)), 1_000);
        directory.show(state, 1);
        return answer;
    }

    private static MetaCommand.CreateStream stream(String name, String... subjects) {
        return new MetaCommand.CreateStream(StreamConfig.of(name, List.of(subjects)), List.of("r1-1", "r1-2", "r1-3"));
    }

    private static MetaCommand.CreateStation station(String name, int partitions) {
        StationRef.Settings settings = new StationRef.Settings(
                "message_age_sec", 3600, "file", 3, 120_000, partitions, true, true, "", false, "");
        return new MetaCommand.CreateStation(
                name, settings, StreamConfig.of("template", List.of()), List.of("r3-1", "r3-2", "r3-3"), "root", 7);
    }

    private static long idOf(MetaState.Answer answer) {
        return ((MetaState.Answer.Of) answer).owner().id();
    }

    @Test
    void aStreamIsFoundOnlyBetweenReadyAndDelete() {
        long id = idOf(apply(stream("A", "a.*")));
        assertThat(directory.streamFor("a.b")).isNull();
        apply(new MetaCommand.Ready(id));
        assertThat(directory.streamFor("a.b")).isNotNull();
        assertThat(directory.streamFor("a.b.c")).isNull();
        apply(new MetaCommand.Delete("A", false));
        assertThat(directory.stream("A")).isNull();
        assertThat(apply(stream("A", "z"))).isInstanceOf(MetaState.Answer.Refused.class);
        apply(new MetaCommand.Forget(id));
        assertThat(idOf(apply(stream("A", "z")))).isGreaterThan(id);
    }

    @Test
    void overlappingSubjectsAreRefusedAlsoThroughWildcards() {
        apply(stream("A", "a.*"));
        assertThat(apply(stream("B", "a.b"))).isInstanceOf(MetaState.Answer.Refused.class);
        assertThat(apply(stream("B", "*.b"))).isInstanceOf(MetaState.Answer.Refused.class);
        assertThat(apply(stream("B", ">"))).isInstanceOf(MetaState.Answer.Refused.class);
        assertThat(apply(stream("B", "b.>"))).isInstanceOf(MetaState.Answer.Of.class);
    }

    @Test
    void aStationSpreadsItsPartitionsOverTheGroups() {
        long id = idOf(apply(station("my.station", 3)));
        apply(new MetaCommand.Ready(id));
        StationRef station = directory.station("my#station");
        assertThat(station).isNotNull();
        assertThat(station.partitions())
                .extracting(StreamRef::name)
                .containsExactly("my#station$1", "my#station$2", "my#station$3");
        assertThat(station.partitions())
                .extracting(stream -> stream.group().name())
                .containsExactly("r3-1", "r3-2", "r3-3");
        assertThat(directory.streamFor("my#station$2.final"))
                .isEqualTo(station.partitions().get(1));
    }

    @Test
    void theImageHoldsEverything() {
        Random random = new Random(42);
        for (int at = 0; at < 50; at++) {
            switch (random.nextInt(4)) {
                case 0 -> apply(stream("S" + random.nextInt(10), "s" + random.nextInt(10)));
                case 1 -> apply(station("st" + random.nextInt(5), 1 + random.nextInt(4)));
                case 2 -> apply(new MetaCommand.Ready(random.nextInt(20)));
                default -> apply(new MetaCommand.Delete("S" + random.nextInt(10), false));
            }
        }
        apply(new MetaCommand.PutUsers(
                3, List.of(new UserRef("root", "root", "x", false, List.of(), List.of(), List.of(), List.of()))));
        byte[] image = MetaCodec.JSON.writeValueAsBytes(state.image());
        MetaState copy = new MetaState();
        copy.restore(MetaCodec.JSON.readValue(image, MetaState.Image.class));
        assertThat(copy.image()).isEqualTo(state.image());
        assertThat(copy.apply(stream("S1", "s1"), 5)).isEqualTo(state.apply(stream("S1", "s1"), 5));
    }

    @Test
    void denyWinsOverAllow() {
        UserRef user = new UserRef(
                "ana", "application", "", true, List.of("orders.*"), List.of("*"), List.of("orders.secret"), List.of());
        assertThat(user.mayRead("orders.eu")).isTrue();
        assertThat(user.mayRead("orders.secret")).isFalse();
        assertThat(user.mayRead("other")).isFalse();
        assertThat(user.mayWrite("anything")).isTrue();
    }
}
