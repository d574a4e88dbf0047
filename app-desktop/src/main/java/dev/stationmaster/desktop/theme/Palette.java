package dev.stationmaster.desktop.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;

/// The colours of a tone for what is drawn on a canvas, read from the same file as the style sheet's. Immutable.
public final class Palette {
    private static final Pattern TOKEN = Pattern.compile("-sm-([a-z0-9-]+):\\s*(#[0-9a-fA-F]{6,8});");
    /// The order in which groups take their colours: those that look like a warning or like each other last.
    private static final int[] GROUPS = {1, 3, 5, 4, 2};
    private static final Map<Tone, Palette> PALETTES = load();

    private final Map<String, Color> colours;

    private Palette(Map<String, Color> colours) {
        this.colours = colours;
    }

    public static Palette of(Tone tone) {
        Palette palette = PALETTES.get(tone);
        if (palette == null) {
            throw new IllegalStateException("no palette for " + tone);
        }
        return palette;
    }

    /// The colour of a token: `accent` for `-sm-accent`.
    public Color get(String token) {
        Color colour = colours.get(token);
        if (colour == null) {
            throw new IllegalArgumentException("no colour token '" + token + "', expected one of " + colours.keySet());
        }
        return colour;
    }

    /// The colour of a consumer group, the same in every picture: `index` is its place in the station's list.
    public Color group(int index) {
        return get(groupToken(index));
    }

    public static String groupToken(int index) {
        return "group-" + GROUPS[Math.floorMod(index, GROUPS.length)];
    }

    Map<String, Color> all() {
        return Map.copyOf(colours);
    }

    private static Map<Tone, Palette> load() {
        Map<Tone, Palette> palettes = new EnumMap<>(Tone.class);
        palettes.put(Tone.DARK, read("tokens-dark.css"));
        palettes.put(Tone.LIGHT, read("tokens-light.css"));
        return palettes;
    }

    private static Palette read(String file) {
        try (InputStream in = Palette.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the style sheet " + file + " is missing from the program");
            }
            Map<String, Color> colours = new HashMap<>();
            Matcher matcher = TOKEN.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                colours.put(matcher.group(1), Color.web(matcher.group(2)));
            }
            return new Palette(colours);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
