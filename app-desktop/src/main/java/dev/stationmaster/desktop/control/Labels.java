package dev.stationmaster.desktop.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The small pieces every screen is set from, so that they look alike everywhere.
public final class Labels {
    private Labels() {}

    public static Label text(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /// A label that breaks into lines.
    public static Label paragraph(String text, String... styles) {
        Label label = text(text, styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /// A small rounded ground with a mark and a word; `tone` is ok, warn, bad, accent or plain.
    public static Label pill(Glyph glyph, String text, String tone) {
        Label label = text(text, "pill", "pill-" + tone);
        label.setGraphic(new Icon(glyph, 9));
        return label;
    }

    public static Label pill(String text, String tone) {
        return text(text, "pill", "pill-" + tone);
    }

    public static Button button(String id, String text, Runnable action, String... styles) {
        Button button = new Button(text);
        button.setId(id);
        button.getStyleClass().addAll(styles);
        button.setOnAction(event -> action.run());
        return button;
    }

    /// A button of a glyph alone; the text is for those who do not see it.
    public static Button iconButton(String id, Glyph glyph, String text, Runnable action) {
        Button button = new Button();
        button.setId(id);
        button.setGraphic(new Icon(glyph, 14));
        button.setAccessibleText(text);
        button.getStyleClass().addAll("icon-button");
        button.setOnAction(event -> action.run());
        return button;
    }

    public static HBox row(double spacing, Node... children) {
        HBox row = new HBox(spacing, children);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /// Takes the room that is left, so that what follows stands at the right.
    public static Region spring() {
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        return spring;
    }
}
