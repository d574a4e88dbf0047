package dev.stationmaster.desktop.boot;

import dev.stationmaster.desktop.link.SupervisedCluster;
import dev.stationmaster.desktop.preferences.Preferences;
import dev.stationmaster.desktop.shell.Session;
import dev.stationmaster.desktop.task.FxTaskRunner;
import dev.stationmaster.desktop.theme.Theme;
import dev.stationmaster.desktop.theme.Tone;
import java.time.Clock;
import java.time.Duration;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The console as a JavaFX program: one window, one clock, closed without touching the cluster.
public final class ConsoleApp extends Application {
    private static final Duration BEAT = Duration.ofSeconds(1);

    private @Nullable FxTaskRunner runner;

    @Override
    public void start(Stage stage) {
        Preferences preferences = Preferences.read(Preferences.usualFile());
        Theme theme = new Theme(firstTone(preferences));
        FxTaskRunner tasks = new FxTaskRunner();
        runner = tasks;
        ConsoleRooms rooms = new ConsoleRooms(
                SupervisedCluster.ofThisUser(), new Session(), theme, tasks, preferences, Clock.systemUTC());
        Scene scene = new Scene(rooms.shell(), 1280, 800);
        theme.dress(scene);
        stage.setTitle("Stationmaster");
        stage.setMinWidth(960);
        stage.setMinHeight(640);
        stage.setScene(scene);
        stage.show();
        rooms.open(getParameters().getRaw());
        tasks.every(BEAT, () -> {
            if (!stage.isIconified()) {
                rooms.shell().tick();
            }
        });
    }

    @Override
    public void stop() {
        if (runner != null) {
            runner.close();
        }
    }

    private static Tone firstTone(Preferences preferences) {
        String kept = preferences.get("tone", "");
        if (kept.equals(Tone.LIGHT.name())) {
            return Tone.LIGHT;
        }
        boolean light = Platform.getPreferences().getColorScheme() == ColorScheme.LIGHT;
        return kept.isEmpty() && light ? Tone.LIGHT : Tone.DARK;
    }
}
