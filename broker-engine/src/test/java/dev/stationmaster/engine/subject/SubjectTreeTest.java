package dev.stationmaster.engine.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SubjectTreeTest {
    @Test
    void findsTheSamePatternsAsANaiveMatcherAfterEveryChange() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> patterns = SubjectWorld.patterns(3);
        List<String> subjects = SubjectWorld.subjects(4);
        SubjectTree<String> tree = new SubjectTree<>();
        Map<String, String> model = new HashMap<>();
        for (int step = 0; step < 5_000; step++) {
            String pattern = patterns.get(random.nextInt(patterns.size()));
            if (random.nextBoolean()) {
                assertThat(tree.put(pattern, pattern)).isEqualTo(model.put(pattern, pattern));
            } else {
                assertThat(tree.remove(pattern)).isEqualTo(model.remove(pattern));
            }
            String subject = subjects.get(random.nextInt(subjects.size()));
            List<String> expected = model.keySet().stream()
                    .filter(p -> SubjectWorld.naiveMatches(p, subject))
                    .toList();
            assertThat(tree.match(subject))
                    .as("seed %d, step %d, subject %s", seed, step, subject)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(tree.matchesAny(subject)).isEqualTo(!expected.isEmpty());
            assertThat(tree.size()).isEqualTo(model.size());
        }
        List<String> all = new ArrayList<>();
        tree.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.keySet());
    }

    @Test
    void theMostSpecificPatternIsFoundFirst() {
        SubjectTree<String> tree = new SubjectTree<>();
        for (String pattern : List.of(">", "a.>", "a.*.c", "a.b.>", "a.b.c")) {
            tree.put(pattern, pattern);
        }
        assertThat(tree.find("a.b.c")).isEqualTo("a.b.c");
        assertThat(tree.find("a.x.c")).isEqualTo("a.*.c");
        assertThat(tree.find("a.b.d")).isEqualTo("a.b.>");
        assertThat(tree.find("a.x.d")).isEqualTo("a.>");
        assertThat(tree.find("z")).isEqualTo(">");
    }

    @Test
    void exactLookUpDoesNotTreatWildcardsAsMatching() {
        SubjectTree<Integer> tree = new SubjectTree<>();
        tree.put("a.*", 1);
        assertThat(tree.get("a.b")).isNull();
        assertThat(tree.get("a.*")).isEqualTo(1);
        assertThat(tree.remove("a.b")).isNull();
        assertThat(tree.size()).isEqualTo(1);
    }

    @Test
    void aPatternThatStaysIsAlwaysFoundWhileItsNeighboursComeAndGo() throws InterruptedException {
        SubjectTree<String> tree = new SubjectTree<>();
        tree.put("a.b.stays", "stays");
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                tree.put("a.b.c" + i % 7, "x");
                tree.put("a.*.stays", "y");
                tree.remove("a.b.c" + i % 7);
                tree.remove("a.*.stays");
            }
        });
        try {
            for (int i = 0; i < 20_000; i++) {
                assertThat(tree.match("a.b.stays")).contains("stays");
            }
        } finally {
            stop.set(true);
            writer.join();
        }
    }
}
