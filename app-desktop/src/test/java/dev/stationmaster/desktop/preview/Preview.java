package dev.stationmaster.desktop.preview;

import dev.stationmaster.desktop.boot.ConsoleRooms;
import dev.stationmaster.desktop.preferences.Preferences;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Session;
import dev.stationmaster.desktop.shots.Camera;
import dev.stationmaster.desktop.task.FxTaskRunner;
import dev.stationmaster.desktop.theme.Theme;
import dev.stationmaster.desktop.theme.Tone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Draws every screen from invented figures, for looking at while designing: `Preview DIR [place…]`.
public final class Preview {
    private Preview() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        List<String> wanted = List.of(arguments).subList(1, arguments.length);
        Camera.start();
        Theme theme = Camera.onFx(() -> new Theme(Tone.DARK));
        try (FxTaskRunner runner = new FxTaskRunner()) {
            for (String place : wanted) {
                PreviewLink link = new PreviewLink();
                link.wounded = place.equals("cluster-wounded");
                link.nodes = place.equals("cluster-five") ? 5 : 3;
                Session session = new Session();
                if (!place.equals("first-run")) {
                    Camera.onFx(() -> {
                        session.connect(link);
                        return 0;
                    });
                }
                Camera camera = Camera.onFx(() -> {
                    ConsoleRooms rooms = new ConsoleRooms(
                            new PreviewCluster(),
                            session,
                            theme,
                            runner,
                            Preferences.read(folder.resolve("preferences")),
                            Clock.fixed(Instant.ofEpochMilli(PreviewLink.NOW), ZoneOffset.UTC));
                    Camera made = new Camera(rooms.shell(), theme, 1280, 800);
                    rooms.shell().tick();
                    rooms.desk().navigator().go(place.equals("first-run") ? new Place.FirstRun() : Place.of(place));
                    return made;
                });
                camera.settle(14);
                for (Tone tone : Tone.values()) {
                    Camera.onFx(() -> {
                        theme.toneProperty().set(tone);
                        return 0;
                    });
                    camera.settle(4);
                    camera.shoot(folder.resolve(place.replaceAll("[^a-z-]+", "-") + "-"
                            + tone.name().toLowerCase() + ".png"));
                }
            }
        }
        System.exit(0);
    }
}
