package dev.stationmaster.desktop.theme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.boot.ConsoleRooms;
import dev.stationmaster.desktop.preferences.Preferences;
import dev.stationmaster.desktop.preview.PreviewCluster;
import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Session;
import dev.stationmaster.desktop.shots.Camera;
import dev.stationmaster.desktop.task.FxTaskRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxToolkit;

class LookTest {
    private static final List<Place> PLACES = List.of(
            new Place.FirstRun(),
            new Place.Cluster(),
            new Place.Stations(),
            new Place.Station("orders", Place.Tab.OVERVIEW),
            new Place.Station("orders", Place.Tab.MESSAGES),
            new Place.DeadLetters(""),
            new Place.Connect(),
            new Place.Settings());

    @TempDir
    Path folder;

    @BeforeAll
    static void toolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void noScreenLeavesAWarningAboutItsStyle() throws Exception {
        try (StyleWarnings warnings = new StyleWarnings();
                FxTaskRunner runner = new FxTaskRunner()) {
            Theme theme = Camera.onFx(() -> new Theme(Tone.LIGHT));
            ConsoleRooms rooms = Camera.onFx(() -> {
                Session session = new Session();
                session.connect(new PreviewLink());
                return new ConsoleRooms(
                        new PreviewCluster(),
                        session,
                        theme,
                        runner,
                        Preferences.read(folder.resolve("preferences")),
                        Clock.systemUTC());
            });
            Camera camera = Camera.onFx(() -> new Camera(rooms.shell(), theme, 960, 900));
            for (Tone tone : Tone.values()) {
                Camera.onFx(() -> {
                    theme.toneProperty().set(tone);
                    return true;
                });
                for (Place place : PLACES) {
                    Camera.onFx(() -> {
                        rooms.shell().tick();
                        rooms.desk().navigator().go(place);
                        return true;
                    });
                    camera.settle(3);
                    camera.shoot(folder.resolve("shot.png"));
                }
                openEverythingThatOpens(rooms, camera);
            }
            camera.close();
            assertThat(warnings.heard()).isEmpty();
        }
    }

    private static void openEverythingThatOpens(ConsoleRooms rooms, Camera camera) throws Exception {
        press(camera, "#cluster-badge");
        press(camera, "#palette-open");
        Camera.onFx(() -> {
            rooms.desk().navigator().go(new Place.Stations());
            return true;
        });
        camera.settle(2);
        press(camera, "#act-station-create");
        press(camera, "#create-advanced");
        Camera.onFx(() -> {
            rooms.desk().dialogs().close();
            rooms.desk().dialogs().confirmTyped("Remove?", "All goes.", "orders", "Remove", () -> {});
            rooms.desk().notices().undoable("Dropped", () -> {}, () -> {});
            rooms.desk().navigator().go(new Place.Station("orders", Place.Tab.MESSAGES));
            return true;
        });
        camera.settle(3);
        Camera.onFx(() -> {
            rooms.desk().dialogs().close();
            ((ComboBox<?>) camera.scene().lookup("#messages-from")).show();
            return true;
        });
        camera.settle(2);
    }

    private static void press(Camera camera, String id) throws Exception {
        Camera.onFx(() -> {
            ((ButtonBase) camera.scene().lookup(id)).fire();
            return true;
        });
        camera.settle(2);
    }

    @Test
    void theGuardHearsAWarning() throws Exception {
        try (StyleWarnings warnings = new StyleWarnings()) {
            Theme theme = Camera.onFx(() -> new Theme(Tone.DARK));
            Camera camera = Camera.onFx(() -> {
                StackPane broken = new StackPane(new Label("x"));
                broken.setStyle("-fx-background-color: -no-such-colour;");
                return new Camera(broken, theme, 100, 100);
            });
            camera.settle(2);
            camera.close();
            assertThat(warnings.heard()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Tone.class)
    void textIsReadableOnEveryGround(Tone tone) {
        Palette palette = Palette.of(tone);
        for (String ground : List.of("background", "surface", "raised", "sunken")) {
            assertThat(contrast(palette, "text", ground))
                    .as("text on " + ground)
                    .isGreaterThan(4.5);
            assertThat(contrast(palette, "muted", ground))
                    .as("muted on " + ground)
                    .isGreaterThan(4.5);
        }
        assertThat(contrast(palette, "on-accent", "accent")).isGreaterThan(4.5);
        for (String state : List.of("ok", "warn", "bad")) {
            assertThat(contrast(palette, state, state + "-ground")).as(state).isGreaterThan(4.0);
            assertThat(contrast(palette, state, "surface")).as(state).isGreaterThan(3.0);
        }
        for (int group = 0; group < 5; group++) {
            assertThat(contrast(palette, Palette.groupToken(group), "surface")).isGreaterThan(3.0);
        }
    }

    @Test
    void bothTonesDefineTheSameTokens() {
        assertThat(Palette.of(Tone.LIGHT).all().keySet())
                .isEqualTo(Palette.of(Tone.DARK).all().keySet());
    }

    private static double contrast(Palette palette, String front, String back) {
        double one = luminance(palette.get(front));
        double two = luminance(palette.get(back));
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
