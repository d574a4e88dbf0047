package dev.stationmaster.desktop.shell;

import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.i18n.Texts;
import dev.stationmaster.desktop.task.Problem;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Short notices at the lower right, a few at a time; one with an action stays ten seconds.
public final class Notices {
    private static final int AT_ONCE = 4;
    private static final Duration SHORT = Duration.seconds(5);
    private static final Duration LONG = Duration.seconds(10);

    private final VBox box = new VBox(8);

    public Notices() {
        box.getStyleClass().add("notices");
        box.setAlignment(Pos.BOTTOM_RIGHT);
        box.setPickOnBounds(false);
    }

    public Region node() {
        return box;
    }

    public void done(String text) {
        show(Glyph.CHECK, "ok", text, "", () -> {}, () -> {}, SHORT);
    }

    public void failed(Throwable failure) {
        Problem problem = Problem.of(failure);
        show(Glyph.CROSS, "bad", problem.message() + "  " + problem.code(), "", () -> {}, () -> {}, LONG);
    }

    /// Offers an undo for ten seconds; `after` runs when the time is up without it.
    public void undoable(String text, Runnable undo, Runnable after) {
        show(Glyph.CHECK, "ok", text, Texts.t("undo"), undo, after, LONG);
    }

    private void show(
            Glyph glyph, String tone, String text, String action, Runnable run, Runnable after, Duration stay) {
        HBox notice = Labels.row(10, new Icon(glyph, 13, "tone-" + tone), Labels.paragraph(text, "notice-text"));
        notice.getStyleClass().add("notice");
        notice.setAccessibleRole(AccessibleRole.TEXT);
        notice.setAccessibleText(text);
        PauseTransition time = new PauseTransition(stay);
        Runnable close = () -> {
            time.stop();
            box.getChildren().remove(notice);
        };
        if (!action.isEmpty()) {
            Button button = Labels.button(
                    "notice-action",
                    action,
                    () -> {
                        close.run();
                        run.run();
                    },
                    "link");
            button.setMinWidth(Region.USE_PREF_SIZE);
            notice.getChildren().add(button);
        }
        time.setOnFinished(event -> {
            close.run();
            after.run();
        });
        box.getChildren().add(notice);
        if (box.getChildren().size() > AT_ONCE) {
            box.getChildren().removeFirst();
        }
        time.playFromStart();
    }
}
