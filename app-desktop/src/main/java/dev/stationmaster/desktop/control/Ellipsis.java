package dev.stationmaster.desktop.control;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Cuts a text to the room it has on a canvas. Confined to the FX thread.
final class Ellipsis {
    private static final Text RULER = new Text();

    private Ellipsis() {}

    static String fit(String text, Font font, double room) {
        if (width(text, font) <= room) {
            return text;
        }
        int low = 0;
        int high = text.length();
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (width(text.substring(0, middle) + "…", font) <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return text.substring(0, low) + "…";
    }

    static double width(String text, Font font) {
        RULER.setFont(font);
        RULER.setText(text);
        return RULER.getLayoutBounds().getWidth();
    }
}
