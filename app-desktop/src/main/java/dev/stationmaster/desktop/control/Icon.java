package dev.stationmaster.desktop.control;

import javafx.scene.Group;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.transform.Scale;

/// One glyph at a size; its colour comes from the style classes `tone-…` or from the control that it sits in.
public final class Icon extends StackPane {
    private static final double GRID = 16;
    private static final double LINE = 1.4;

    private final SVGPath path = new SVGPath();

    public Icon(Glyph glyph, double size, String... styles) {
        path.setStrokeLineCap(StrokeLineCap.ROUND);
        path.setStrokeLineJoin(StrokeLineJoin.ROUND);
        double scale = size / GRID;
        path.setStrokeWidth(Math.max(LINE, LINE / scale));
        path.getTransforms().add(new Scale(scale, scale));
        path.setManaged(false);
        setMinSize(size, size);
        setPrefSize(size, size);
        setMaxSize(size, size);
        getStyleClass().add("icon");
        getStyleClass().addAll(styles);
        getChildren().add(new Group(path));
        getChildren().getFirst().setManaged(false);
        setMouseTransparent(true);
        show(glyph);
    }

    /// Changes the glyph, as from live to paused.
    public void show(Glyph glyph) {
        path.setContent(glyph.path());
        path.getStyleClass().setAll(glyph.filled() ? "glyph-filled" : "glyph-line");
    }
}
