package dev.stationmaster.desktop.boot;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.feature.cluster.ClusterModel;
import dev.stationmaster.desktop.feature.cluster.ClusterScreen;
import dev.stationmaster.desktop.feature.connect.ConnectModel;
import dev.stationmaster.desktop.feature.connect.ConnectScreen;
import dev.stationmaster.desktop.feature.deadletters.DeadLettersModel;
import dev.stationmaster.desktop.feature.deadletters.DeadLettersScreen;
import dev.stationmaster.desktop.feature.firstrun.FirstRunModel;
import dev.stationmaster.desktop.feature.firstrun.FirstRunScreen;
import dev.stationmaster.desktop.feature.settings.SettingsScreen;
import dev.stationmaster.desktop.feature.station.MessagesModel;
import dev.stationmaster.desktop.feature.station.StationModel;
import dev.stationmaster.desktop.feature.station.StationScreen;
import dev.stationmaster.desktop.feature.stations.StationsModel;
import dev.stationmaster.desktop.feature.stations.StationsScreen;
import dev.stationmaster.desktop.link.Credentials;
import dev.stationmaster.desktop.link.HttpConsoleLink;
import dev.stationmaster.desktop.link.LocalCluster;
import dev.stationmaster.desktop.preferences.Preferences;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.shell.DialogService;
import dev.stationmaster.desktop.shell.Navigator;
import dev.stationmaster.desktop.shell.Notices;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Screen;
import dev.stationmaster.desktop.shell.Session;
import dev.stationmaster.desktop.shell.ShellModel;
import dev.stationmaster.desktop.shell.ShellView;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.FxTaskRunner;
import dev.stationmaster.desktop.theme.Theme;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts the console's rooms together; the only place that makes screens and their models.
public final class ConsoleRooms {
    private final LocalCluster local;
    private final Desk desk;
    private final Clock clock;
    private final ShellModel shellModel;
    private final StationsModel stations;
    private final ShellView shell;
    private FirstRunModel firstRun;
    private LocalCluster.@Nullable Running running;
    private @Nullable StationModel stationModel;
    private @Nullable MessagesModel messagesModel;

    public ConsoleRooms(
            LocalCluster local,
            Session session,
            Theme theme,
            FxTaskRunner runner,
            Preferences preferences,
            Clock clock) {
        this.local = local;
        this.clock = clock;
        this.desk = new Desk(
                session,
                new Navigator(session.connected() ? new Place.Cluster() : new Place.FirstRun()),
                new DialogService(),
                new Notices(),
                theme,
                runner,
                preferences);
        this.shellModel = new ShellModel(session, runner, clock);
        this.stations = new StationsModel(session::link, runner, clock);
        this.firstRun = newFirstRun();
        this.shell = new ShellView(desk, shellModel, this::screen, stations::names);
    }

    public ShellView shell() {
        return shell;
    }

    public Desk desk() {
        return desk;
    }

    /// What the first screen works with.
    public FirstRunModel firstRun() {
        return firstRun;
    }

    /// Opens where it makes sense: at the cluster of the arguments, at the one that runs here, else at first run.
    ///
    /// @param arguments `--api URL --user NAME --password WORD` for a cluster elsewhere
    public void open(List<String> arguments) {
        int api = arguments.indexOf("--api");
        if (api >= 0) {
            desk.session()
                    .connect(new HttpConsoleLink(new Credentials(
                            URI.create(after(arguments, "--api", "")),
                            after(arguments, "--user", "root"),
                            after(arguments, "--password", "memphis"))));
            stations.refresh();
            shell.tick();
            return;
        }
        desk.runner()
                .run(BackgroundTask.quiet("find the cluster", progress -> local.running(local.defaultData()))
                        .onSuccess(found -> found.ifPresentOrElse(
                                this::adopt, () -> desk.navigator().go(new Place.FirstRun())))
                        .onFailure(failure -> desk.navigator().go(new Place.FirstRun())));
    }

    private void adopt(LocalCluster.Running cluster) {
        attach(cluster);
        desk.navigator().go(Place.of(desk.preferences().get("place", "cluster")));
    }

    private static String after(List<String> arguments, String name, String otherwise) {
        int at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? arguments.get(at + 1) : otherwise;
    }

    private Screen screen(Place place) {
        return switch (place) {
            case Place.FirstRun() -> new FirstRunScreen(desk, firstRun, this::showSent);
            case Place.Cluster() -> cluster();
            case Place.Stations() -> new StationsScreen(desk, stations, this::nodes);
            case Place.Station(var name, var tab) -> station(name, tab);
            case Place.DeadLetters(var station) ->
                new DeadLettersScreen(desk, new DeadLettersModel(station, desk.session()::link, desk.runner(), clock));
            case Place.Connect() ->
                new ConnectScreen(desk, new ConnectModel(desk.session()::link, desk.runner(), clock));
            case Place.Settings() -> new SettingsScreen(desk, local.defaultData(), Preferences.usualFile());
        };
    }

    private Screen cluster() {
        return new ClusterScreen(
                desk,
                new ClusterModel(shellModel, desk.session()::link, desk.runner(), desk.notices()::failed),
                clock,
                this::stopCluster,
                this::newStation);
    }

    private void newStation() {
        desk.navigator().go(new Place.Stations());
        if (shell.screen() instanceof StationsScreen screen) {
            screen.create();
        }
    }

    /// Ends the local cluster; the console stays and offers to start it again.
    private void stopCluster() {
        Path data = running == null ? local.defaultData() : running.data();
        desk.runner()
                .run(BackgroundTask.shown(t("cluster.task.stop"), progress -> {
                            local.stop(data);
                            return data;
                        })
                        .onSuccess(stopped -> {
                            desk.session().disconnect();
                            running = null;
                            firstRun = newFirstRun();
                            desk.navigator().go(new Place.FirstRun());
                        })
                        .onFailure(desk.notices()::failed));
    }

    private FirstRunModel newFirstRun() {
        return new FirstRunModel(local, desk.runner(), clock, this::attach);
    }

    private void attach(LocalCluster.Running cluster) {
        running = cluster;
        desk.session().connect(new HttpConsoleLink(cluster.credentials()));
        shellModel.refresh();
        stations.refresh();
    }

    /// Opens the messages of a station with one of them chosen.
    private void showSent(String station, int partition, long sequence) {
        desk.navigator().go(new Place.Station(station, Place.Tab.MESSAGES));
        if (messagesModel != null) {
            messagesModel.showNewest(partition, sequence);
        }
    }

    /// The models of a station stay while the user moves between its tabs.
    private Screen station(String name, Place.Tab tab) {
        if (stationModel == null
                || messagesModel == null
                || !stationModel.name().equals(name)) {
            stationModel = new StationModel(name, desk.session()::link, desk.runner(), clock);
            messagesModel = new MessagesModel(name, desk.session()::link, desk.runner(), clock);
        }
        if (tab == Place.Tab.MESSAGES) {
            messagesModel.refresh();
        }
        return new StationScreen(desk, stationModel, messagesModel, tab, clock);
    }

    private int nodes() {
        return shellModel.state().best().map(view -> view.nodes().size()).orElse(1);
    }
}
