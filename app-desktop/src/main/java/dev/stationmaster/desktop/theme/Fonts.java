package dev.stationmaster.desktop.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.text.Font;

/// The bundled faces, so that every machine draws alike. Weights are families of their own in JavaFX.
public final class Fonts {
    private static final List<String> FILES = List.of(
            "Inter-Regular.otf",
            "Inter-Medium.otf",
            "Inter-SemiBold.otf",
            "JetBrainsMono-Regular.ttf",
            "JetBrainsMono-Medium.ttf",
            "JetBrainsMono-SemiBold.ttf");

    private Fonts() {}

    /// Makes the faces known to style sheets and canvases; may be called again.
    public static void load() {
        for (String file : FILES) {
            try (InputStream in = Fonts.class.getResourceAsStream("fonts/" + file)) {
                if (in == null || Font.loadFont(in, 13) == null) {
                    throw new IllegalStateException("the font " + file + " is missing from the program or broken");
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    public static Font text(double size) {
        return Font.font("Inter", size);
    }

    public static Font medium(double size) {
        return Font.font("Inter Medium", size);
    }

    public static Font strong(double size) {
        return Font.font("Inter Semi Bold", size);
    }

    public static Font mono(double size) {
        return Font.font("JetBrains Mono", size);
    }
}
