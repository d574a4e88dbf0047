package dev.stationmaster.desktop.control;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.Problem;
import dev.stationmaster.desktop.task.ViewState;
import java.time.Instant;
import java.util.Map;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Shows a view in its state: first load, empty, failed, stale, partial or fresh.
///
/// The node of the state that is on bears the id `state-loading`, `-empty`, `-failed`, `-stale` or `-partial`.
public final class StatePane<T> extends BorderPane {
    /// What an empty view says and offers; `action` may be empty for none.
    public record Offer(Glyph glyph, String sentence, String detail, String action, Runnable run) {}

    private static final Duration BEFORE_SKELETON = Duration.millis(150);
    private static final int SKELETON_ROWS = 6;

    private final Node content;
    private final LiveModel<T> model;
    private final Map<ViewState.Reason, Offer> offers;
    private final StackPane middle = new StackPane();
    private final PauseTransition wait = new PauseTransition(BEFORE_SKELETON);

    public StatePane(Node content, LiveModel<T> model, Map<ViewState.Reason, Offer> offers) {
        this.content = content;
        this.model = model;
        this.offers = Map.copyOf(offers);
        getStyleClass().add("state-pane");
        middle.getChildren().add(content);
        setCenter(middle);
        model.stateProperty().subscribe(this::show);
    }

    private void show(ViewState<T> state) {
        wait.stop();
        middle.getChildren().setAll(content);
        setTop(null);
        content.setVisible(true);
        dim(false);
        switch (state) {
            case ViewState.Loading<T>() -> {
                content.setVisible(false);
                wait.setOnFinished(event -> middle.getChildren().setAll(content, skeleton()));
                wait.playFromStart();
            }
            case ViewState.Empty<T>(var reason, var value) -> {
                content.setVisible(reason == ViewState.Reason.NONE_MATCH && value != null);
                middle.getChildren().setAll(content, empty(reason));
            }
            case ViewState.Failed<T>(var problem, var since, var last) -> {
                dim(last != null);
                content.setVisible(last != null);
                if (last == null) {
                    middle.getChildren().setAll(content, failure(problem, since));
                } else {
                    strip("state-failed", "bad", failedText(problem, since), problem);
                }
            }
            case ViewState.Stale<T>(var _, var asOf, var problem) -> {
                dim(true);
                strip("state-stale", "warn", t("state.stale", Figures.time(asOf.toEpochMilli())), problem);
            }
            case ViewState.Partial<T>(var _, var _, var missing) ->
                strip("state-partial", "warn", t("state.partial", String.join(", ", missing)), null);
            case ViewState.Fresh<T>(var _, var _) -> {}
        }
    }

    private void dim(boolean old) {
        content.getStyleClass().remove("dimmed");
        if (old) {
            content.getStyleClass().add("dimmed");
        }
    }

    private Node skeleton() {
        VBox rows = new VBox(14);
        rows.setId("state-loading");
        rows.getStyleClass().add("skeleton");
        rows.setAccessibleText(t("state.loading"));
        for (int i = 0; i < SKELETON_ROWS; i++) {
            Region bar = new Region();
            bar.getStyleClass().add("skeleton-bar");
            bar.maxWidthProperty().bind(rows.widthProperty().multiply(0.9 - 0.12 * (i % 4)));
            rows.getChildren().add(bar);
        }
        return rows;
    }

    private Node empty(ViewState.Reason reason) {
        Offer offer = offers.get(reason);
        VBox box = new VBox(8);
        box.setId("state-empty");
        box.getStyleClass().add("state-empty");
        box.setAlignment(Pos.CENTER);
        box.setPickOnBounds(false);
        if (offer == null) {
            box.getChildren().add(Labels.text(t("state.empty"), "strong"));
            return box;
        }
        box.getChildren()
                .addAll(
                        new Icon(offer.glyph(), 34, "tone-faint"),
                        Labels.text(offer.sentence(), "empty-sentence"),
                        Labels.paragraph(offer.detail(), "muted", "centred"));
        if (!offer.action().isEmpty()) {
            HBox actions = new HBox(Labels.button("state-action", offer.action(), offer.run(), "main"));
            actions.setAlignment(Pos.CENTER);
            actions.getStyleClass().add("empty-action");
            box.getChildren().add(actions);
        }
        return box;
    }

    private Node failure(Problem problem, Instant since) {
        VBox box = new VBox(8);
        box.setId("state-failed");
        box.getStyleClass().add("state-empty");
        box.setAlignment(Pos.CENTER);
        HBox actions = new HBox(
                10,
                Labels.button("state-action", t("state.retry"), model::refresh, "main"),
                Labels.button("state-copy", t("state.copy"), () -> copy(problem)));
        actions.setAlignment(Pos.CENTER);
        actions.getStyleClass().add("empty-action");
        box.getChildren()
                .addAll(
                        new Icon(Glyph.CROSS, 30, "tone-bad"),
                        Labels.text(t("state.failed"), "empty-sentence"),
                        Labels.paragraph(failedText(problem, since), "muted", "centred"),
                        actions);
        return box;
    }

    private void strip(String id, String tone, String text, @org.jspecify.annotations.Nullable Problem problem) {
        Label sentence = Labels.paragraph(text, "strip-text");
        HBox strip = Labels.row(10, new Icon(Glyph.TRIANGLE, 11, "tone-" + tone), sentence, Labels.spring());
        strip.setId(id);
        strip.getStyleClass().addAll("strip", "strip-" + tone);
        if (problem != null) {
            strip.getChildren()
                    .addAll(
                            Labels.button("state-action", t("state.retry"), model::refresh, "link"),
                            Labels.button("state-copy", t("state.copy"), () -> copy(problem), "link"));
        }
        BorderPane.setMargin(strip, new javafx.geometry.Insets(0, 0, 12, 0));
        setTop(strip);
    }

    private static String failedText(Problem problem, Instant since) {
        return t("state.failed.text", problem.message(), problem.code(), Figures.time(since.toEpochMilli()));
    }

    private static void copy(Problem problem) {
        ClipboardContent clip = new ClipboardContent();
        clip.putString(problem.code() + ": " + problem.message());
        Clipboard.getSystemClipboard().setContent(clip);
    }
}
