package dev.stationmaster.desktop.control;

import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.theme.Fonts;
import dev.stationmaster.desktop.theme.Palette;
import dev.stationmaster.desktop.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// A live line chart: time left to right, newest at the right edge, the axis from 0, gaps left open.
///
/// More samples than pixels are thinned to the lowest and highest of each pixel column.
public final class LineChart extends CanvasControl {
    /// One line.
    ///
    /// @param colour token of its colour
    /// @param values from old to new; null is a gap
    /// @param filled whether the area below is shaded
    public record Series(String name, String colour, List<@Nullable Double> values, boolean filled) {
        public Series {
            values = java.util.Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /// An event, as a tick over the whole height, `stepsAgo` samples before the newest.
    public record Event(double stepsAgo, String text) {}

    private static final double TOP = 16;
    private static final double BOTTOM = 14;

    private List<Series> series = List.of();
    private List<Event> events = List.of();
    private String unit = "";

    public LineChart(Theme theme) {
        super(theme);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinHeight(60);
        setPrefHeight(100);
    }

    /// Replaces what is drawn; `summary` says it in one sentence.
    public void show(List<Series> lines, List<Event> ticks, String unitText, String summary) {
        series = List.copyOf(lines);
        events = List.copyOf(ticks);
        unit = unitText;
        setAccessibleText(summary);
        redraw();
    }

    @Override
    protected void draw(GraphicsContext graphics, Palette palette, double width, double height) {
        int samples =
                series.stream().mapToInt(line -> line.values().size()).max().orElse(0);
        double top = series.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(value -> value == null ? 0 : value)
                .max()
                .orElse(0);
        double ceiling = nice(top);
        double plot = height - TOP - BOTTOM;
        axis(graphics, palette, width, height, ceiling);
        if (samples < 2) {
            return;
        }
        double step = width / (samples - 1);
        for (Event event : events) {
            tick(graphics, palette, event, width - event.stepsAgo() * step, height);
        }
        for (Series line : series) {
            line(
                    graphics,
                    palette.get(line.colour()),
                    line,
                    samples,
                    step,
                    value -> TOP + plot - plot * value / ceiling,
                    height);
        }
    }

    private void axis(GraphicsContext graphics, Palette palette, double width, double height, double ceiling) {
        graphics.setStroke(palette.get("border"));
        graphics.setLineWidth(1);
        graphics.setLineDashes();
        graphics.strokeLine(0, snap(TOP), width, snap(TOP));
        graphics.setFill(palette.get("faint"));
        graphics.setFont(Fonts.mono(10));
        graphics.setTextBaseline(VPos.BOTTOM);
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.fillText(Figures.rate(ceiling) + unit, width - 8, TOP - 2);
        graphics.fillText("0", width - 8, height - 1);
        graphics.strokeLine(0, snap(height - BOTTOM), width, snap(height - BOTTOM));
    }

    private static void tick(GraphicsContext graphics, Palette palette, Event event, double x, double height) {
        if (x < 0) {
            return;
        }
        graphics.setStroke(palette.get("faint"));
        graphics.setLineWidth(1);
        graphics.setLineDashes(3, 3);
        graphics.strokeLine(snap(x), 2, snap(x), height - BOTTOM);
        graphics.setLineDashes();
        graphics.setFill(palette.get("muted"));
        graphics.setFont(Fonts.text(10));
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.TOP);
        graphics.fillText(event.text(), x + 5, 2);
    }

    private interface Scale {
        double y(double value);
    }

    private static void line(
            GraphicsContext graphics, Color colour, Series line, int samples, double step, Scale scale, double height) {
        double x = (samples - line.values().size()) * step;
        List<double[]> run = new ArrayList<>();
        double column = Double.NaN;
        for (Double value : line.values()) {
            if (value == null) {
                stroke(graphics, colour, run, line.filled(), height);
                run = new ArrayList<>();
                column = Double.NaN;
            } else if (Math.floor(x) == column && run.size() > 1) {
                thin(run, x, scale.y(value));
            } else {
                column = Math.floor(x);
                run.add(new double[] {x, scale.y(value)});
            }
            x += step;
        }
        stroke(graphics, colour, run, line.filled(), height);
    }

    /// Keeps of one pixel column only what reaches higher or lower than its last point.
    private static void thin(List<double[]> run, double x, double y) {
        double[] last = run.getLast();
        double[] before = run.get(run.size() - 2);
        if (Math.floor(before[0]) == Math.floor(x)) {
            before[1] = Math.min(before[1], Math.min(last[1], y));
            last[1] = Math.max(last[1], y);
        } else {
            run.add(new double[] {x, y});
        }
    }

    private static void stroke(
            GraphicsContext graphics, Color colour, List<double[]> run, boolean filled, double height) {
        if (run.size() < 2) {
            return;
        }
        graphics.beginPath();
        graphics.moveTo(run.getFirst()[0], run.getFirst()[1]);
        for (double[] point : run.subList(1, run.size())) {
            graphics.lineTo(point[0], point[1]);
        }
        graphics.setStroke(colour);
        graphics.setLineWidth(1.8);
        graphics.setLineJoin(StrokeLineJoin.ROUND);
        graphics.setLineCap(StrokeLineCap.ROUND);
        graphics.stroke();
        if (filled) {
            graphics.lineTo(run.getLast()[0], height - BOTTOM);
            graphics.lineTo(run.getFirst()[0], height - BOTTOM);
            graphics.closePath();
            graphics.setFill(Color.color(colour.getRed(), colour.getGreen(), colour.getBlue(), 0.18));
            graphics.fill();
        }
    }

    /// The next of 1, 2, 5, 10, 20, 50 … that leaves a little air above the highest value.
    static double nice(double top) {
        double wanted = Math.max(1, top * 1.08);
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (double factor : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8, 10}) {
            if (factor * power >= wanted) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static double snap(double value) {
        return Math.floor(value) + 0.5;
    }
}
