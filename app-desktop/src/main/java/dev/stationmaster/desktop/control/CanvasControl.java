package dev.stationmaster.desktop.control;

import dev.stationmaster.desktop.theme.Palette;
import dev.stationmaster.desktop.theme.Theme;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;

/// A control that draws itself on a canvas: at most once a frame, and only after [#redraw] or a change of size.
///
/// Drawing happens inside layout, which JavaFX runs once a pulse and only for nodes in a showing scene.
abstract class CanvasControl extends Region {
    private final Canvas canvas = new Canvas();
    private final Theme theme;
    private boolean dirty = true;

    CanvasControl(Theme theme) {
        this.theme = theme;
        canvas.setManaged(false);
        getChildren().add(canvas);
        theme.toneProperty().subscribe(tone -> redraw());
    }

    /// Asks for a drawing in the next frame; many calls before it cost one drawing.
    protected final void redraw() {
        dirty = true;
        requestLayout();
    }

    protected abstract void draw(GraphicsContext graphics, Palette palette, double width, double height);

    @Override
    protected void layoutChildren() {
        double width =
                Math.max(0, getWidth() - getInsets().getLeft() - getInsets().getRight());
        double height =
                Math.max(0, getHeight() - getInsets().getTop() - getInsets().getBottom());
        if (canvas.getWidth() != width || canvas.getHeight() != height) {
            canvas.setWidth(width);
            canvas.setHeight(height);
            dirty = true;
        }
        canvas.relocate(getInsets().getLeft(), getInsets().getTop());
        if (dirty && width > 0 && height > 0) {
            dirty = false;
            GraphicsContext graphics = canvas.getGraphicsContext2D();
            graphics.clearRect(0, 0, width, height);
            draw(graphics, theme.palette(), width, height);
        }
    }
}
