package dev.stationmaster.desktop.control;

import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;

/// A line with some stops on it: the small picture of a cluster of that many nodes.
public final class StopLine extends Pane {
    private static final double PITCH = 21;
    private static final double RADIUS = 6;

    public StopLine(int stops) {
        double width = (stops - 1) * PITCH + 2 * RADIUS + 4;
        double middle = RADIUS + 2;
        if (stops > 1) {
            Line line = new Line(middle, middle, width - middle, middle);
            line.getStyleClass().add("stop-line");
            getChildren().add(line);
        }
        for (int i = 0; i < stops; i++) {
            Circle stop = new Circle(middle + i * PITCH, middle, RADIUS);
            stop.getStyleClass().add("stop");
            getChildren().add(stop);
        }
        setMinSize(width, 2 * middle);
        setMaxSize(width, 2 * middle);
        setMouseTransparent(true);
    }
}
