package dev.stationmaster.desktop.feature.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.feature.deadletters.DeadLettersModel.Row;
import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.desktop.task.DirectTaskRunner;
import dev.stationmaster.gateway.view.DeadLettersView;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLettersModelTest {
    private final PreviewLink link = new PreviewLink();
    private final DeadLettersModel model =
            new DeadLettersModel("", () -> link, new DirectTaskRunner(), Clock.systemUTC());

    @Test
    void causesAreListedAndTheFirstIsOpen() {
        assertThat(rows()).hasSize(3 + 12);
        model.toggle("past 10 deliveries");
        assertThat(rows()).hasSize(3 + 12 + 3);
        model.toggle("amount must be number, found text");
        assertThat(rows()).hasSize(3 + 3);
    }

    @Test
    void aCauseStandsForAllItsLetters() {
        choose("past 10 deliveries");
        assertThat(model.chosenIds()).containsExactly(13L, 14L, 15L);
        assertThat(model.resendable()).isTrue();
        assertThat(model.command("resend")).isEqualTo("stationmaster dls resend 13 14 15");
    }

    @Test
    void whatNoGroupHadCannotGoBackToOne() {
        choose("amount must be number, found text");
        assertThat(model.resendable()).isFalse();
    }

    @Test
    void resendIsAskedOfTheClusterOnce() {
        choose("past 10 deliveries");
        long[] sent = new long[1];
        model.resend(answer -> sent[0] = answer.sent(), failure -> {});
        assertThat(sent[0]).isEqualTo(3);
        assertThat(link.calls).contains("resend [13, 14, 15]");
    }

    @Test
    void droppedLettersComeBackByUndoWithTheSameIds() {
        choose("past 10 deliveries");
        List<Long> held = model.hold();
        assertThat(rows()).noneMatch(row -> row.key().equals("past 10 deliveries"));
        model.giveBack(held);
        assertThat(rows()).anyMatch(row -> row.key().equals("past 10 deliveries"));
        assertThat(link.calls).noneMatch(call -> call.startsWith("drop"));
    }

    @Test
    void droppedForGoodOnlyAfterTheTimeForUndo() {
        choose("past 10 deliveries");
        List<Long> held = model.hold();
        model.drop(held, failure -> {});
        assertThat(link.calls).contains("drop [13, 14, 15]");
    }

    private List<Row> rows() {
        model.refresh();
        DeadLettersView view = link.deadLetters("");
        return model.rows(view);
    }

    private void choose(String cause) {
        Row row = rows().stream()
                .filter(found -> found.key().equals(cause))
                .findFirst()
                .orElseThrow();
        model.chosenProperty().set(row);
    }
}
