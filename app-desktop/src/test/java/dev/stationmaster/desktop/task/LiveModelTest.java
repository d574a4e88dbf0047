package dev.stationmaster.desktop.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.link.LinkException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveModelTest {
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Numbers model = new Numbers(runner);

    @Test
    void firstStateIsLoading() {
        assertThat(model.state()).isInstanceOf(ViewState.Loading.class);
        assertThat(model.state().best()).isEmpty();
    }

    @Test
    void answerIsFresh() {
        model.answer = List.of(1, 2);
        model.refresh();
        assertThat(model.state()).isInstanceOf(ViewState.Fresh.class);
        assertThat(model.state().best()).contains(List.of(1, 2));
    }

    @Test
    void emptyAnswerSaysWhy() {
        model.refresh();
        assertThat(model.state()).isEqualTo(new ViewState.Empty<>(ViewState.Reason.NONE_EXIST, List.of()));
    }

    @Test
    void missingPartsMakeItPartial() {
        model.answer = List.of(1);
        model.missing = List.of("node 3");
        model.refresh();
        assertThat(model.state())
                .isInstanceOfSatisfying(
                        ViewState.Partial.class,
                        partial -> assertThat(partial.missing().toString()).isEqualTo("[node 3]"));
    }

    @Test
    void firstFailureWithoutAnythingIsFailed() {
        model.failure = LinkException.unreachable("nobody there");
        model.refresh();
        assertThat(model.state()).isInstanceOf(ViewState.Failed.class);
        assertThat(model.state().best()).isEmpty();
    }

    @Test
    void goodDataTurnsStaleOnlyAfterThreeMisses() {
        model.answer = List.of(7);
        model.refresh();
        model.failure = LinkException.unreachable("nobody there");
        model.refresh();
        model.refresh();
        assertThat(model.state()).isInstanceOf(ViewState.Fresh.class);
        model.refresh();
        assertThat(model.state()).isInstanceOf(ViewState.Stale.class);
        assertThat(model.state().best()).contains(List.of(7));
        model.failure = null;
        model.refresh();
        assertThat(model.state()).isInstanceOf(ViewState.Fresh.class);
    }

    @Test
    void refusalFailsAtOnceAndKeepsTheLastGoodData() {
        model.answer = List.of(7);
        model.refresh();
        model.failure = LinkException.refused("SM-NO", "not allowed");
        model.refresh();
        assertThat(model.state())
                .isInstanceOfSatisfying(
                        ViewState.Failed.class,
                        failed -> assertThat(failed.problem().code()).isEqualTo("SM-NO"));
        assertThat(model.state().best()).contains(List.of(7));
    }

    @Test
    void asksOnlyOnceAtATime() {
        runner.hold();
        model.refresh();
        model.refresh();
        assertThat(runner.waiting()).isEqualTo(1);
    }

    @Test
    void answerToAnOlderQuestionIsDropped() {
        model.answer = List.of(1);
        runner.hold();
        model.refresh();
        model.restart();
        assertThat(runner.waiting()).isEqualTo(2);
        runner.release();
        assertThat(model.state()).isInstanceOf(ViewState.Fresh.class);
        assertThat(model.accepted).isEqualTo(2);
    }

    private static final class Numbers extends LiveModel<List<Integer>> {
        List<Integer> answer = List.of();
        List<String> missing = List.of();
        LinkException failure;
        int accepted;

        Numbers(TaskRunner runner) {
            super(runner, Clock.fixed(Instant.ofEpochSecond(100), ZoneOffset.UTC));
        }

        @Override
        protected BackgroundTask.Work<List<Integer>> request() {
            return progress -> {
                accepted++;
                if (failure != null) {
                    throw failure;
                }
                return answer;
            };
        }

        @Override
        protected ViewState.Reason emptiness(List<Integer> value) {
            return value.isEmpty() ? ViewState.Reason.NONE_EXIST : null;
        }

        @Override
        protected List<String> missing(List<Integer> value) {
            return missing;
        }
    }
}
