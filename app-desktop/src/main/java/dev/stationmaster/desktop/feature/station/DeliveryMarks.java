package dev.stationmaster.desktop.feature.station;

import dev.stationmaster.desktop.control.Glyph;

/// The mark of each state in which a group can be with a message.
final class DeliveryMarks {
    private DeliveryMarks() {}

    static Glyph glyph(String state) {
        return switch (state) {
            case "settled" -> Glyph.DOT;
            case "inflight" -> Glyph.HALF;
            case "dead" -> Glyph.CROSS;
            default -> Glyph.RING;
        };
    }

    static String tone(String state) {
        return switch (state) {
            case "settled" -> "ok";
            case "inflight" -> "accent";
            case "dead" -> "bad";
            default -> "faint";
        };
    }
}
