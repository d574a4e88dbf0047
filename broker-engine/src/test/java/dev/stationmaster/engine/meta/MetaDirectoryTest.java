package dev.stationmaster.engine.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.stream.StreamConfig;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetaDirectoryTest {
    private final MetaState state = new MetaState();
    private final MetaDirectory directory = new MetaDirectory();
    private long index;

    @Test
    void showsAStreamOnceItIsReadyAndUntilItIsBeingRemoved() {
        create("orders", "orders.>");
        assertThat(directory.stream("orders")).isNull();
        assertThat(directory.streamFor("orders.new")).isNull();
        apply(new MetaCommand.Ready(1));
        assertThat(directory.streamFor("orders.new")).isEqualTo(directory.stream("orders"));
        assertThat(directory.stream(1)).isEqualTo(directory.stream("orders"));
        apply(new MetaCommand.Delete("orders", false));
        assertThat(directory.streams()).isEmpty();
        assertThat(directory.streamFor("orders.new")).isNull();
        assertThat(directory.version()).isEqualTo(3);
    }

    @Test
    void leadsSubjectsToTheStreamThatHasThemNow() {
        create("orders", "a.>");
        apply(new MetaCommand.Ready(1));
        apply(new MetaCommand.UpdateSubjects("orders", List.of("a.>", "b.*")));
        assertThat(directory.streamFor("b.x")).isEqualTo(directory.stream("orders"));
        apply(new MetaCommand.UpdateSubjects("orders", List.of("b.*")));
        assertThat(directory.streamFor("a.x")).isNull();
        assertThat(directory.streamFor("b.x")).isEqualTo(directory.stream("orders"));
        create("others", "a.>");
        apply(new MetaCommand.Ready(2));
        assertThat(directory.streamFor("a.x")).isEqualTo(directory.stream("others"));
    }

    /// After any changes it shows what a directory shows that takes in the same state at once.
    @Test
    void showsTheSameAsADirectoryThatBeginsNow() {
        Random random = new Random(42);
        Map<String, Long> ids = new TreeMap<>();
        long nextId = 1;
        for (int i = 0; i < 2_000; i++) {
            String name = "s" + random.nextInt(30);
            Long id = ids.get(name);
            if (id == null) {
                create(name, name + ".a", name + ".b.*");
                ids.put(name, nextId++);
            } else {
                switch (random.nextInt(4)) {
                    case 0 -> apply(new MetaCommand.Ready(id));
                    case 1 -> apply(new MetaCommand.UpdateSubjects(name, List.of(name + ".c", name + ".a")));
                    case 2 -> apply(new MetaCommand.Delete(name, false));
                    default -> {
                        apply(new MetaCommand.Delete(name, false));
                        apply(new MetaCommand.Forget(id));
                        ids.remove(name);
                    }
                }
            }
        }
        MetaState copy = new MetaState();
        copy.restore(state.image());
        MetaDirectory fresh = new MetaDirectory();
        fresh.show(copy, index);
        assertThat(List.copyOf(directory.streams())).isNotEmpty().isEqualTo(List.copyOf(fresh.streams()));
        for (int i = 0; i < 30; i++) {
            for (String end : List.of(".a", ".b.x", ".c")) {
                assertThat(directory.streamFor("s" + i + end)).isEqualTo(fresh.streamFor("s" + i + end));
            }
        }
    }

    private void create(String name, String... subjects) {
        StreamConfig config = StreamConfig.of(name, List.of(subjects));
        apply(new MetaCommand.CreateStream(config, List.of("r1-1")));
    }

    private void apply(MetaCommand command) {
        state.apply(command, ++index);
        directory.show(state, index);
    }
}
