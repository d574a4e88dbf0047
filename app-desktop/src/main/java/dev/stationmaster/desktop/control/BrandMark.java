package dev.stationmaster.desktop.control;

import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;

/// The brand: a stop on a line.
public final class BrandMark extends Pane {
    private static final double SIZE = 22;

    public BrandMark() {
        Circle stop = new Circle(SIZE / 2, SIZE / 2, 7.6);
        stop.getStyleClass().add("brand-stop");
        Rectangle line = new Rectangle(0, SIZE / 2 - 1.6, SIZE, 3.2);
        line.setArcWidth(3);
        line.setArcHeight(3);
        line.getStyleClass().add("brand-line");
        getChildren().addAll(stop, line);
        setMinSize(SIZE, SIZE);
        setMaxSize(SIZE, SIZE);
        setMouseTransparent(true);
    }
}
