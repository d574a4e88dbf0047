package dev.stationmaster.desktop.shots;

import dev.stationmaster.desktop.boot.ConsoleRooms;
import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.link.Credentials;
import dev.stationmaster.desktop.link.HttpConsoleLink;
import dev.stationmaster.desktop.link.SupervisedCluster;
import dev.stationmaster.desktop.preferences.Preferences;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Session;
import dev.stationmaster.desktop.task.FxTaskRunner;
import dev.stationmaster.desktop.theme.Theme;
import dev.stationmaster.desktop.theme.Tone;
import dev.stationmaster.gateway.view.StationsView;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.TableView;

/// Photographs the main views of a running cluster, light and dark: `--api URL --user U --password P --out DIR`, and
/// with `--kill N` also the cluster without node N, which stays killed.
///
/// Draws without a display when JavaFX is told so (`-Dglass.platform=Headless -Dprism.order=sw`). The station with
/// the most groups is the one that is shown.
public final class ConsoleShots {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final int BEATS_TO_LOAD = 30;

    private final Path folder;
    private final FxTaskRunner runner = new FxTaskRunner();

    private ConsoleShots(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] words) throws Exception {
        Map<String, String> given = options(words);
        Path folder = Path.of(given.getOrDefault("--out", "screens"));
        Files.createDirectories(folder);
        Credentials credentials = new Credentials(
                URI.create(given.getOrDefault("--api", "http://127.0.0.1:9000")),
                given.getOrDefault("--user", "root"),
                given.getOrDefault("--password", "memphis"));
        Camera.start();
        int code = 1;
        try (HttpConsoleLink link = new HttpConsoleLink(credentials)) {
            ConsoleShots shots = new ConsoleShots(folder);
            shots.take(link);
            String wound = given.get("--kill");
            if (wound != null) {
                shots.takeWounded(link, Integer.parseInt(wound));
            }
            shots.runner.close();
            code = 0;
        } catch (IOException | TimeoutException | RuntimeException failure) {
            System.err.println("not all pictures were taken: " + failure.getMessage());
        }
        System.exit(code);
    }

    private void take(ConsoleLink link) throws InterruptedException, TimeoutException, IOException {
        String station = link.stations().stations().stream()
                .max(Comparator.comparingInt(ConsoleShots::groups))
                .map(StationsView.Row::name)
                .orElse("hello");
        Map<String, Place> views = new LinkedHashMap<>();
        views.put("cluster", new Place.Cluster());
        views.put("stations", new Place.Stations());
        views.put("station", new Place.Station(station, Place.Tab.OVERVIEW));
        views.put("messages", new Place.Station(station, Place.Tab.MESSAGES));
        views.put("dead-letters", new Place.DeadLetters(""));
        views.put("connect", new Place.Connect());
        photograph(List.of(link), views);
        photograph(List.of(), Map.of("first-run", new Place.FirstRun()));
    }

    /// Kills a node and photographs the cluster without it.
    private void takeWounded(ConsoleLink link, int node) throws InterruptedException, TimeoutException, IOException {
        link.node(node, ConsoleLink.NodeAction.KILL);
        photograph(List.of(link), Map.of("cluster-degraded", new Place.Cluster()));
    }

    /// @param links the cluster to be connected to, or none
    private void photograph(List<ConsoleLink> links, Map<String, Place> views)
            throws InterruptedException, TimeoutException, IOException {
        Path scratch = Files.createTempDirectory("stationmaster-shots");
        Theme theme = Camera.onFx(() -> new Theme(Tone.DARK));
        ConsoleRooms rooms = Camera.onFx(() -> {
            Session session = new Session();
            links.forEach(session::connect);
            return new ConsoleRooms(
                    new SupervisedCluster(Path.of("/var/lib/stationmaster")),
                    session,
                    theme,
                    runner,
                    Preferences.read(scratch.resolve("preferences")),
                    Clock.systemUTC());
        });
        Camera camera = Camera.onFx(() -> new Camera(rooms.shell(), theme, WIDTH, HEIGHT));
        runner.every(Duration.ofSeconds(1), rooms.shell()::tick);
        for (Map.Entry<String, Place> view : views.entrySet()) {
            Camera.onFx(() -> {
                rooms.desk().navigator().go(view.getValue());
                return true;
            });
            camera.settle(BEATS_TO_LOAD);
            chooseFirst(camera);
            for (Tone tone : Tone.values()) {
                Camera.onFx(() -> {
                    theme.toneProperty().set(tone);
                    return true;
                });
                camera.settle(4);
                camera.shoot(folder.resolve(view.getKey() + "-" + tone.name().toLowerCase(Locale.ROOT) + ".png"));
            }
        }
        camera.close();
    }

    /// Opens the inspector, where there is a table of messages.
    private static void chooseFirst(Camera camera) throws InterruptedException, TimeoutException {
        Camera.onFx(() -> {
            if (camera.scene().lookup("#messages-table") instanceof TableView<?> table) {
                table.getSelectionModel().select(0);
            }
            return true;
        });
    }

    private static int groups(StationsView.Row row) {
        return row.groups() == null ? 0 : row.groups();
    }

    private static Map<String, String> options(String[] words) {
        Map<String, String> given = new LinkedHashMap<>();
        List<String> all = Arrays.asList(words);
        for (int i = 0; i + 1 < all.size(); i += 2) {
            given.put(all.get(i), all.get(i + 1));
        }
        return given;
    }
}
