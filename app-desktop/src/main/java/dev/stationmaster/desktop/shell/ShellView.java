package dev.stationmaster.desktop.shell;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.LiveModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The main window's content: title, sidebar, the screen of the place we are at, status; and the layers above.
public final class ShellView extends StackPane {
    private final Desk desk;
    private final ShellModel model;
    private final Function<Place, Screen> screens;
    private final Supplier<List<String>> stationNames;
    private final StackPane middle = new StackPane();
    private final CommandPalette palette;
    private @Nullable Screen screen;

    /// @param screens makes the screen of a place
    /// @param stationNames the names that the palette offers
    public ShellView(
            Desk desk, ShellModel model, Function<Place, Screen> screens, Supplier<List<String>> stationNames) {
        this.desk = desk;
        this.model = model;
        this.screens = screens;
        this.stationNames = stationNames;
        this.palette = new CommandPalette(this::commands);
        getStyleClass().add("shell");
        BorderPane frame = new BorderPane();
        frame.setTop(new TitleBar(desk, model, palette::open));
        frame.setLeft(new SideBar(desk, model));
        frame.setBottom(new StatusBar(desk, model, this::openTasks));
        middle.getStyleClass().add("page");
        BorderPane center = new BorderPane(middle);
        center.setTop(pausedBanner());
        frame.setCenter(center);
        desk.notices().node().setMaxSize(420, USE_PREF_SIZE);
        StackPane.setAlignment(desk.notices().node(), javafx.geometry.Pos.BOTTOM_RIGHT);
        getChildren().addAll(frame, desk.notices().node(), desk.dialogs().node(), palette.node());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        desk.navigator().placeProperty().subscribe(this::open);
    }

    /// One beat of the clock: asks for what is seen, unless paused or not connected.
    public void tick() {
        if (desk.session().connected() && desk.session().liveProperty().get()) {
            refreshAll();
        }
    }

    /// The screen that is seen now.
    public @Nullable Screen screen() {
        return screen;
    }

    private void refreshAll() {
        if (!desk.session().connected()) {
            return;
        }
        model.refresh();
        if (screen != null) {
            screen.live().forEach(LiveModel::refresh);
        }
    }

    private void open(Place place) {
        Screen next = screens.apply(place);
        screen = next;
        middle.getChildren().setAll(next.node());
        if (desk.session().connected()) {
            next.live().forEach(LiveModel::refresh);
            desk.preferences().put("place", place.address());
        }
    }

    private Node pausedBanner() {
        Label text = Labels.text(t("shell.paused.banner"), "strip-text");
        HBox banner = Labels.row(
                10,
                text,
                Labels.spring(),
                Labels.button(
                        "act-resume",
                        t("act.resume"),
                        () -> desk.session().liveProperty().set(true),
                        "link"));
        banner.getStyleClass().addAll("strip", "strip-accent", "paused-banner");
        banner.visibleProperty().bind(desk.session().liveProperty().not());
        banner.managedProperty().bind(banner.visibleProperty());
        return banner;
    }

    private void key(KeyEvent event) {
        boolean shortcut = event.isShortcutDown();
        KeyCode code = event.getCode();
        if (shortcut && code == KeyCode.K) {
            palette.open();
        } else if ((shortcut && code == KeyCode.R) || code == KeyCode.F5) {
            refreshAll();
        } else if (shortcut && code == KeyCode.F && screen != null) {
            screen.find();
        } else if (shortcut && code.isDigitKey()) {
            goTo(code.getName());
        } else if (code == KeyCode.ESCAPE) {
            if (!escape()) {
                return;
            }
        } else {
            return;
        }
        event.consume();
    }

    private void goTo(String digit) {
        int index = Integer.parseInt(digit.substring(digit.length() - 1)) - 1;
        Place.Entry[] entries = Place.Entry.values();
        if (index >= 0 && index < entries.length && desk.session().connected()) {
            desk.navigator().go(entries[index].place());
        }
    }

    private boolean escape() {
        if (palette.isOpen()) {
            palette.close();
            return true;
        }
        if (desk.dialogs().open()) {
            desk.dialogs().close();
            return true;
        }
        return screen != null && screen.escape();
    }

    private List<CommandPalette.Command> commands() {
        List<CommandPalette.Command> all = new ArrayList<>();
        if (desk.session().connected()) {
            for (Place.Entry entry : Place.Entry.values()) {
                all.add(new CommandPalette.Command(
                        entry.glyph(),
                        entry.label(),
                        t("palette.place"),
                        () -> desk.navigator().go(entry.place())));
            }
            for (String name : stationNames.get()) {
                all.add(new CommandPalette.Command(
                        Glyph.STATIONS,
                        name,
                        t("palette.station"),
                        () -> desk.navigator().go(new Place.Station(name, Place.Tab.OVERVIEW))));
            }
            for (String name : stationNames.get()) {
                all.add(new CommandPalette.Command(
                        Glyph.TABLE,
                        t("palette.messages", name),
                        t("palette.station"),
                        () -> desk.navigator().go(new Place.Station(name, Place.Tab.MESSAGES))));
            }
        }
        all.add(new CommandPalette.Command(
                Glyph.TONE,
                t("act.tone"),
                t("palette.action"),
                () -> desk.theme().toneProperty().set(desk.theme().tone().other())));
        all.add(new CommandPalette.Command(Glyph.LIVE, t("act.refresh"), t("palette.action"), this::refreshAll));
        return all;
    }

    private void openTasks() {
        if (desk.runner().shown().isEmpty()) {
            return;
        }
        TaskDrawer.show(
                this,
                desk.runner().shown().stream()
                        .<BackgroundTask<?>>map(task -> task)
                        .toList());
    }
}
