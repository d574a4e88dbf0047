package dev.stationmaster.desktop.shell;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Goes anywhere and does anything by a few typed letters; Enter takes the first, Esc closes.
final class CommandPalette {
    /// Something to choose: what it is, what it does.
    record Command(Glyph glyph, String text, String kind, Runnable run) {
        /// Whether each typed fragment occurs, in any order.
        boolean matches(String[] fragments) {
            String all = (text + " " + kind).toLowerCase(Locale.ROOT);
            for (String fragment : fragments) {
                if (!all.contains(fragment)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final int SHOWN = 50;

    private final StackPane layer = new StackPane();
    private final TextField field = new TextField();
    private final ListView<Command> list = new ListView<>();
    private final Supplier<List<Command>> commands;
    private List<Command> offered = List.of();

    CommandPalette(Supplier<List<Command>> commands) {
        this.commands = commands;
        field.setId("palette-field");
        field.setPromptText(t("palette.prompt"));
        field.getStyleClass().add("palette-field");
        list.setId("palette-list");
        list.getStyleClass().add("palette-list");
        list.setFixedCellSize(34);
        list.setCellFactory(view -> new CommandCell());
        list.setOnMouseClicked(event -> run());
        list.setFocusTraversable(false);
        list.setPlaceholder(Labels.text(t("palette.none"), "muted"));
        VBox box = new VBox(field, list);
        box.getStyleClass().add("palette");
        box.setMaxSize(560, Region.USE_PREF_SIZE);
        layer.getChildren().add(box);
        layer.getStyleClass().add("dialog-layer");
        layer.setVisible(false);
        StackPane.setAlignment(box, Pos.TOP_CENTER);
        layer.setOnMousePressed(event -> close());
        field.textProperty().subscribe(this::filter);
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    Region node() {
        return layer;
    }

    boolean isOpen() {
        return layer.isVisible();
    }

    void open() {
        offered = commands.get();
        field.clear();
        filter("");
        layer.setVisible(true);
        field.requestFocus();
    }

    void close() {
        layer.setVisible(false);
    }

    private void filter(String typed) {
        String[] fragments = typed.strip().toLowerCase(Locale.ROOT).split("\\s+");
        list.getItems()
                .setAll(offered.stream()
                        .filter(command -> command.matches(fragments))
                        .limit(SHOWN)
                        .toList());
        list.getSelectionModel().selectFirst();
        list.setPrefHeight(Math.clamp(list.getItems().size(), 1, 9) * 34 + 12);
    }

    private void key(KeyEvent event) {
        int at = list.getSelectionModel().getSelectedIndex();
        switch (event.getCode()) {
            case KeyCode.DOWN -> choose(at + 1);
            case KeyCode.UP -> choose(at - 1);
            case KeyCode.ENTER -> run();
            case KeyCode.ESCAPE -> close();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void choose(int index) {
        if (index >= 0 && index < list.getItems().size()) {
            list.getSelectionModel().select(index);
            list.scrollTo(index);
        }
    }

    private void run() {
        Command command = list.getSelectionModel().getSelectedItem();
        if (command != null) {
            close();
            command.run().run();
        }
    }

    private static final class CommandCell extends ListCell<Command> {
        @Override
        protected void updateItem(Command command, boolean empty) {
            super.updateItem(command, empty);
            if (empty || command == null) {
                setGraphic(null);
                return;
            }
            setGraphic(Labels.row(
                    10,
                    new Icon(command.glyph(), 14, "tone-muted"),
                    Labels.text(command.text()),
                    Labels.spring(),
                    Labels.text(command.kind(), "faint", "small")));
        }
    }
}
