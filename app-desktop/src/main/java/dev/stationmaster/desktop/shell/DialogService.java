package dev.stationmaster.desktop.shell;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Labels;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Dialogs inside the window: one at a time, closed by Esc, with the focus where it does no harm.
public final class DialogService {
    private final StackPane layer = new StackPane();
    private @Nullable Node focusBefore;

    public DialogService() {
        layer.getStyleClass().add("dialog-layer");
        layer.setVisible(false);
        layer.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
    }

    public Region node() {
        return layer;
    }

    public boolean open() {
        return layer.isVisible();
    }

    /// Shows a dialog with a body and buttons of its own; the first focus goes to `focus`.
    public void show(String title, Node body, Node focus, Node... buttons) {
        focusBefore = layer.getScene() == null ? null : layer.getScene().getFocusOwner();
        HBox foot = new HBox(10, buttons);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("dialog-foot");
        VBox dialog = new VBox(14, Labels.text(title, "dialog-title"), body, foot);
        dialog.getStyleClass().add("dialog");
        dialog.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        layer.getChildren().setAll(dialog);
        layer.setVisible(true);
        focus.requestFocus();
    }

    public void close() {
        layer.setVisible(false);
        layer.getChildren().clear();
        if (focusBefore != null) {
            focusBefore.requestFocus();
        }
    }

    /// Asks before something that cannot be undone; the button bears the verb, the focus is on Cancel.
    public void confirm(String title, String consequence, String verb, Runnable action) {
        Button cancel = Labels.button("dialog-cancel", t("cancel"), this::close);
        Button act = Labels.button(
                "dialog-act",
                verb,
                () -> {
                    close();
                    action.run();
                },
                "danger");
        show(title, Labels.paragraph(consequence, "dialog-text"), cancel, cancel, act);
    }

    /// Asks for the name of what is to be destroyed; the button works only once it is typed, Enter does nothing.
    public void confirmTyped(String title, String consequence, String name, String verb, Runnable action) {
        TextField typed = new TextField();
        typed.setId("dialog-typed");
        typed.setPromptText(name);
        typed.setAccessibleText(t("dialog.type", name));
        Button cancel = Labels.button("dialog-cancel", t("cancel"), this::close);
        Button act = Labels.button(
                "dialog-act",
                verb,
                () -> {
                    close();
                    action.run();
                },
                "danger");
        act.disableProperty().bind(typed.textProperty().isNotEqualTo(name));
        VBox body = new VBox(
                10, Labels.paragraph(consequence, "dialog-text"), Labels.text(t("dialog.type", name), "muted"), typed);
        show(title, body, typed, cancel, act);
    }
}
