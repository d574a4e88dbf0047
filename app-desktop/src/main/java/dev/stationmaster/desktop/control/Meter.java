package dev.stationmaster.desktop.control;

import javafx.scene.layout.Region;

/// A slim track with a filled part; an unknown value leaves the track empty.
public final class Meter extends Region {
    private static final double THICK = 7;
    private final Region fill = new Region();
    private double fraction;

    public Meter() {
        getStyleClass().add("meter");
        fill.getStyleClass().add("meter-fill");
        setMinHeight(THICK);
        setPrefHeight(THICK);
        setMaxHeight(THICK);
        getChildren().add(fill);
    }

    /// Sets the filled part, 0..1; a negative or undefined value counts as unknown.
    public void set(double value) {
        fraction = Double.isNaN(value) ? 0 : Math.clamp(value, 0, 1);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = fraction == 0 ? 0 : Math.max(THICK, getWidth() * fraction);
        fill.resizeRelocate(0, 0, width, getHeight());
        fill.setVisible(width > 0);
    }
}
