package dev.stationmaster.desktop.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.List;
import javafx.application.Application;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.stage.PopupWindow;
import javafx.stage.Window;

/// The look of the whole console: AtlantaFX below, our tokens and styles above. Confined to the FX thread.
public final class Theme {
    private final ObjectProperty<Tone> tone = new SimpleObjectProperty<>(this, "tone", Tone.DARK);

    public Theme(Tone first) {
        Fonts.load();
        tone.set(first);
        tone.subscribe(Theme::applyBase);
    }

    public ObjectProperty<Tone> toneProperty() {
        return tone;
    }

    public Tone tone() {
        return tone.get();
    }

    public Palette palette() {
        return Palette.of(tone());
    }

    /// Dresses a scene now and whenever the tone changes.
    public void dress(Scene scene) {
        tone.subscribe(next -> sheets(scene.getStylesheets(), next));
    }

    /// Puts the style sheets of a tone into a list, as for the pane of a dialog.
    public static void sheets(ObservableList<String> stylesheets, Tone tone) {
        stylesheets.setAll(List.of(
                sheet(tone == Tone.DARK ? "tokens-dark.css" : "tokens-light.css"),
                sheet("bridge.css"),
                sheet("console.css")));
    }

    private static void applyBase(Tone tone) {
        closePopups();
        Application.setUserAgentStylesheet(
                (tone == Tone.DARK ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
    }

    /// Menus and pop-overs borrow their colours from the window below, which is about to change them.
    private static void closePopups() {
        for (Window window : List.copyOf(Window.getWindows())) {
            if (window instanceof PopupWindow popup) {
                popup.hide();
            }
        }
    }

    private static String sheet(String file) {
        URL url = Theme.class.getResource(file);
        if (url == null) {
            throw new IllegalStateException("the style sheet " + file + " is missing from the program");
        }
        return url.toExternalForm();
    }
}
