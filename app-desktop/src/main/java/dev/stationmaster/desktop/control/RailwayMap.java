package dev.stationmaster.desktop.control;

import static dev.stationmaster.desktop.control.RailwayLayout.GROUP_HEIGHT;
import static dev.stationmaster.desktop.control.RailwayLayout.GROUP_WIDTH;
import static dev.stationmaster.desktop.control.RailwayLayout.PLATFORM_HEIGHT;
import static dev.stationmaster.desktop.control.RailwayLayout.PLATFORM_WIDTH;
import static dev.stationmaster.desktop.control.RailwayLayout.PRODUCER_HEIGHT;
import static dev.stationmaster.desktop.control.RailwayLayout.PRODUCER_WIDTH;
import static dev.stationmaster.desktop.control.RailwayLayout.SIDE;
import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.RailwayPlan.Group;
import dev.stationmaster.desktop.control.RailwayPlan.Platform;
import dev.stationmaster.desktop.control.RailwayPlan.Producer;
import dev.stationmaster.desktop.control.RailwayPlan.Tick;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.theme.Fonts;
import dev.stationmaster.desktop.theme.Palette;
import dev.stationmaster.desktop.theme.Theme;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// A station as a railway map: producers at the left, platforms in the middle, consumer groups at the right.
///
/// ```
///  producer ●═══════╗  ┌ partition 1 ─────|──|┐ ╔══════● group
///                   ╚══┤ ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ ├═╝
///  producer ◌┄┄┄┄┄┄┄┄┄┄└──────────────────────┘┄┄┄┄┄┄┄┄● group
/// ```
/// A line is as thick as its rate (on a log scale) and dotted when idle; its colour is the group's. A click on a
/// group chooses it.
public final class RailwayMap extends CanvasControl {
    private static final double STOP = 10;
    private static final double GROUP_STOP_GAP = 22;
    private static final double[] DOTS = {2.5, 7};
    private static final double[] WHOLE = {};
    /// What the map may grow where there is room.
    private static final double AIR = 84;

    private RailwayPlan plan = RailwayPlan.EMPTY;
    private int chosen = -1;
    private IntConsumer onGroup = group -> {};

    public RailwayMap(Theme theme) {
        super(theme);
        setId("railway-map");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setOnMouseMoved(event -> setCursor(groupAt(event.getX(), event.getY()) >= 0 ? Cursor.HAND : Cursor.DEFAULT));
        setOnMouseClicked(event -> {
            int group = groupAt(event.getX(), event.getY());
            if (group >= 0) {
                onGroup.accept(group);
            }
        });
    }

    /// Shows a plan; `summary` says it in one sentence for those who do not see it.
    public void show(RailwayPlan next, int chosenGroup, String summary) {
        plan = next;
        chosen = chosenGroup;
        setAccessibleText(summary);
        double height = RailwayLayout.wantedHeight(next);
        if (getPrefHeight() != height) {
            setMinHeight(height);
            setPrefHeight(height);
            setMaxHeight(height + AIR);
        }
        redraw();
    }

    public void onGroup(IntConsumer action) {
        onGroup = action;
    }

    private double platformLeft(double width) {
        return Math.floor((width - PLATFORM_WIDTH) / 2 - 4);
    }

    private double groupLeft(double width) {
        return Math.floor(width - SIDE + 4 - GROUP_WIDTH);
    }

    private RailwayLayout producers(double height) {
        return RailwayLayout.of(plan.producers().size(), PRODUCER_HEIGHT, height);
    }

    private RailwayLayout platforms(double height) {
        return RailwayLayout.of(plan.platforms().size(), PLATFORM_HEIGHT, height);
    }

    private RailwayLayout groups(double height) {
        return RailwayLayout.of(plan.groups().size(), GROUP_HEIGHT, height);
    }

    private int groupAt(double x, double y) {
        if (x < groupLeft(getWidth()) - GROUP_STOP_GAP - STOP) {
            return -1;
        }
        RailwayLayout rows = groups(getHeight());
        for (int i = 0; i < rows.shown(); i++) {
            if (y >= rows.y(i) && y <= rows.y(i) + GROUP_HEIGHT) {
                return i;
            }
        }
        return -1;
    }

    @Override
    protected void draw(GraphicsContext graphics, Palette palette, double width, double height) {
        heads(graphics, palette, width);
        inbound(graphics, palette, width, height);
        outbound(graphics, palette, width, height);
        RailwayLayout rows = producers(height);
        for (int i = 0; i < rows.shown(); i++) {
            producer(graphics, palette, plan.producers().get(i), rows.y(i));
        }
        more(graphics, palette, SIDE, rows, plan.producers().size(), height);
        rows = platforms(height);
        for (int i = 0; i < rows.shown(); i++) {
            platform(graphics, palette, plan.platforms().get(i), platformLeft(width), rows.y(i));
        }
        more(graphics, palette, platformLeft(width), rows, plan.platforms().size(), height);
        rows = groups(height);
        for (int i = 0; i < rows.shown(); i++) {
            group(graphics, palette, i, groupLeft(width), rows.y(i));
        }
        more(graphics, palette, groupLeft(width), rows, plan.groups().size(), height);
        nobody(graphics, palette, width, height);
    }

    private void heads(GraphicsContext graphics, Palette palette, double width) {
        graphics.setFont(Fonts.medium(11));
        graphics.setFill(palette.get("muted"));
        graphics.setTextBaseline(VPos.TOP);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.fillText(t("map.producers"), SIDE, 12);
        graphics.fillText(t("map.partitions"), platformLeft(width), 12);
        graphics.fillText(t("map.groups"), groupLeft(width), 12);
    }

    private void nobody(GraphicsContext graphics, Palette palette, double width, double height) {
        graphics.setFont(Fonts.text(12));
        graphics.setFill(palette.get("faint"));
        graphics.setTextBaseline(VPos.CENTER);
        graphics.setTextAlign(TextAlignment.LEFT);
        if (plan.producers().isEmpty()) {
            graphics.fillText(t("map.no.producers"), SIDE, height / 2);
        }
        if (plan.groups().isEmpty()) {
            graphics.fillText(t("map.no.groups"), groupLeft(width), height / 2);
        }
    }

    private static void more(
            GraphicsContext graphics, Palette palette, double x, RailwayLayout rows, int count, double height) {
        if (count > rows.shown()) {
            graphics.setFont(Fonts.medium(11));
            graphics.setFill(palette.get("muted"));
            graphics.setTextBaseline(VPos.BOTTOM);
            graphics.setTextAlign(TextAlignment.LEFT);
            graphics.fillText(t("map.more", Figures.count(count - rows.shown())), x, height - 8);
        }
    }

    private void inbound(GraphicsContext graphics, Palette palette, double width, double height) {
        RailwayLayout from = producers(height);
        RailwayLayout to = platforms(height);
        double total = plan.platforms().stream()
                .mapToDouble(platform -> known(platform.perSecond()))
                .sum();
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < from.shown(); i++) {
                Producer producer = plan.producers().get(i);
                double rate = producer.active() ? flow(producer, total) : 0;
                for (int k = 0; k < to.shown(); k++) {
                    double share =
                            total <= 0 ? 0 : known(plan.platforms().get(k).perSecond()) / total;
                    boolean idle = rate * share <= 0.0;
                    if (idle == (pass == 0)) {
                        line(
                                graphics,
                                palette.get(idle ? "faint" : "accent"),
                                rate * share,
                                SIDE + PRODUCER_WIDTH + STOP,
                                from.y(i) + PRODUCER_HEIGHT / 2,
                                platformLeft(width),
                                to.y(k) + PLATFORM_HEIGHT / 2);
                    }
                }
                if (pass == 1) {
                    rateText(graphics, palette, producer, from.y(i) + PRODUCER_HEIGHT / 2);
                }
            }
        }
    }

    /// The rate to draw: where it is not known, an even share of what comes in.
    private double flow(Producer producer, double total) {
        Double known = producer.perSecond();
        long active = plan.producers().stream().filter(Producer::active).count();
        return known == null ? total / Math.max(1, active) : known;
    }

    private static void rateText(GraphicsContext graphics, Palette palette, Producer producer, double y) {
        double rate = producer.active() ? known(producer.perSecond()) : 0;
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BOTTOM);
        graphics.setFont(rate > 0 ? Fonts.strong(12) : Fonts.medium(12));
        graphics.setFill(palette.get(rate > 0 ? "text" : "muted"));
        String text = producer.active() && producer.perSecond() == null
                ? t("map.active")
                : rate > 0 ? t("map.rate", Figures.rate(rate)) : t("map.idle");
        double x = SIDE + PRODUCER_WIDTH + 18;
        double width = Ellipsis.width(text, graphics.getFont());
        graphics.save();
        graphics.setFill(palette.get("surface"));
        graphics.fillRoundRect(x - 4, y - 28, width + 8, 17, 6, 6);
        graphics.restore();
        graphics.fillText(text, x, y - 12);
    }

    private void outbound(GraphicsContext graphics, Palette palette, double width, double height) {
        RailwayLayout from = platforms(height);
        RailwayLayout to = groups(height);
        for (int pass = 0; pass < 2; pass++) {
            for (int g = 0; g < to.shown(); g++) {
                double rate = known(plan.groups().get(g).perSecond());
                if ((rate <= 0) != (pass == 0)) {
                    continue;
                }
                for (int k = 0; k < from.shown(); k++) {
                    line(
                            graphics,
                            palette.group(g),
                            rate / plan.platforms().size(),
                            platformLeft(width) + PLATFORM_WIDTH,
                            from.y(k) + PLATFORM_HEIGHT / 2,
                            groupLeft(width) - GROUP_STOP_GAP - STOP,
                            to.y(g) + GROUP_HEIGHT / 2 - 2);
                }
            }
        }
    }

    private static void line(
            GraphicsContext graphics, Color colour, double rate, double x1, double y1, double x2, double y2) {
        boolean idle = rate <= 0;
        graphics.setStroke(colour);
        graphics.setLineWidth(idle ? 2 : Math.clamp(1.8 + 1.35 * Math.log10(1 + rate), 1.8, 7));
        graphics.setLineCap(idle ? StrokeLineCap.ROUND : StrokeLineCap.BUTT);
        graphics.setLineDashes(idle ? DOTS : WHOLE);
        double bend = (x2 - x1) * 0.5;
        graphics.beginPath();
        graphics.moveTo(x1, y1);
        graphics.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
        graphics.stroke();
        graphics.setLineDashes();
    }

    private static void producer(GraphicsContext graphics, Palette palette, Producer producer, double y) {
        box(graphics, palette.get("raised"), palette.get("border-strong"), SIDE, y, PRODUCER_WIDTH, PRODUCER_HEIGHT);
        left(graphics, Fonts.strong(13), palette.get("text"), producer.name(), SIDE + 16, y + 19, PRODUCER_WIDTH - 44);
        left(graphics, Fonts.text(12), palette.get("muted"), producer.line(), SIDE + 16, y + 38, PRODUCER_WIDTH - 36);
        stop(
                graphics,
                palette.get(producer.active() ? "accent" : "faint"),
                palette.get("surface"),
                SIDE + PRODUCER_WIDTH,
                y + PRODUCER_HEIGHT / 2);
    }

    private void platform(GraphicsContext graphics, Palette palette, Platform platform, double x, double y) {
        box(
                graphics,
                palette.get("raised"),
                palette.get(platform.sound() ? "border-strong" : "warn"),
                x,
                y,
                PLATFORM_WIDTH,
                PLATFORM_HEIGHT);
        left(
                graphics,
                Fonts.strong(13),
                palette.get("text"),
                t("map.partition", platform.partition()),
                x + 16,
                y + 18,
                110);
        right(
                graphics,
                Fonts.text(12),
                palette.get(platform.sound() ? "muted" : "warn"),
                platform.place(),
                x + PLATFORM_WIDTH - 16,
                y + 18);
        PlatformStrip.draw(graphics, palette, platform, x + 16, y + 33, PLATFORM_WIDTH - 32);
        left(
                graphics,
                Fonts.text(11),
                palette.get("faint"),
                Figures.count(platform.firstSequence()),
                x + 16,
                y + 53,
                90);
        right(
                graphics,
                Fonts.text(11),
                palette.get("faint"),
                Figures.count(platform.lastSequence()),
                x + PLATFORM_WIDTH - 16,
                y + 53);
    }

    private void group(GraphicsContext graphics, Palette palette, int index, double x, double y) {
        Group group = plan.groups().get(index);
        Color colour = palette.group(index);
        Color border = palette.get(group.warned() ? "warn" : "border-strong");
        box(graphics, palette.get("raised"), index == chosen ? colour : border, x, y, GROUP_WIDTH, GROUP_HEIGHT);
        graphics.setFill(colour);
        graphics.fillRoundRect(x, y + 14, 4, GROUP_HEIGHT - 28, 3, 3);
        left(graphics, Fonts.strong(13), palette.get("text"), group.name(), x + 16, y + 19, GROUP_WIDTH - 100);
        right(graphics, Fonts.text(12), palette.get("muted"), group.members(), x + GROUP_WIDTH - 12, y + 19);
        left(
                graphics,
                Fonts.strong(15),
                palette.get(group.warned() ? "warn" : "text"),
                group.headline(),
                x + 16,
                y + 40,
                GROUP_WIDTH - 28);
        left(graphics, Fonts.text(12), palette.get("muted"), group.line(), x + 16, y + 60, GROUP_WIDTH - 28);
        stop(graphics, colour, palette.get("surface"), x - GROUP_STOP_GAP, y + GROUP_HEIGHT / 2 - 2);
    }

    private static void box(
            GraphicsContext graphics, Color fill, Color border, double x, double y, double width, double height) {
        graphics.setFill(fill);
        graphics.fillRoundRect(x, y, width, height, 20, 20);
        graphics.setStroke(border);
        graphics.setLineWidth(1);
        graphics.setLineDashes();
        graphics.strokeRoundRect(x + 0.5, y + 0.5, width - 1, height - 1, 19, 19);
    }

    private static void stop(GraphicsContext graphics, Color colour, Color ground, double x, double y) {
        graphics.setFill(ground);
        graphics.fillOval(x - STOP, y - STOP, STOP * 2, STOP * 2);
        graphics.setStroke(colour);
        graphics.setLineWidth(4);
        graphics.setLineDashes();
        graphics.strokeOval(x - STOP + 1, y - STOP + 1, STOP * 2 - 2, STOP * 2 - 2);
    }

    private static void left(
            GraphicsContext graphics,
            javafx.scene.text.Font font,
            Color colour,
            String text,
            double x,
            double y,
            double room) {
        graphics.setFont(font);
        graphics.setFill(colour);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(Ellipsis.fit(text, font, room), x, y);
    }

    private static void right(
            GraphicsContext graphics, javafx.scene.text.Font font, Color colour, String text, double x, double y) {
        graphics.setFont(font);
        graphics.setFill(colour);
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(text, x, y);
    }

    private static double known(@Nullable Double rate) {
        return rate == null || rate.isNaN() ? 0 : rate;
    }

    /// The strip of one platform: a track, what each group has in hand, and a tick where it stands.
    private static final class PlatformStrip {
        private static final double TRACK = 8;
        private static final double TICK = 18;

        private PlatformStrip() {}

        static void draw(
                GraphicsContext graphics, Palette palette, Platform platform, double x, double y, double width) {
            graphics.setFill(palette.get("border-strong"));
            graphics.fillRoundRect(x, y, width, TRACK, TRACK, TRACK);
            double free = x + width;
            for (Tick tick : nearestFirst(platform)) {
                Color colour = palette.group(tick.group());
                double settled = place(platform, tick.settled(), x, width);
                double delivered = place(platform, tick.delivered(), x, width);
                if (delivered - settled > 2) {
                    graphics.setFill(Color.color(colour.getRed(), colour.getGreen(), colour.getBlue(), 0.45));
                    graphics.fillRect(settled, y, delivered - settled, TRACK);
                }
                double at = Math.min(Math.floor(delivered - 1), free - 3);
                graphics.setFill(colour);
                graphics.fillRoundRect(at, y + TRACK / 2 - TICK / 2, 3, TICK, 2, 2);
                free = at - 2;
            }
        }

        /// From the newest place to the oldest, so that ticks at one place stand side by side.
        private static List<Tick> nearestFirst(Platform platform) {
            return platform.ticks().stream()
                    .sorted(Comparator.comparingLong(Tick::delivered).reversed())
                    .toList();
        }

        private static double place(Platform platform, long sequence, double x, double width) {
            double span = Math.max(1.0, (double) platform.lastSequence() - platform.firstSequence() + 1);
            double done = Math.clamp((double) sequence - platform.firstSequence() + 1, 0, span);
            return x + 2 + (width - 4) * done / span;
        }
    }
}
