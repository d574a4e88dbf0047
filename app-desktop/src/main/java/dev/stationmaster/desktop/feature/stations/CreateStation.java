package dev.stationmaster.desktop.feature.stations;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.task.Problem;
import dev.stationmaster.gateway.view.StationRequest;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// The dialog that creates a station: a name is enough; everything else has a default and says what it costs.
final class CreateStation {
    private static final List<String> RETENTION = List.of("message_age_sec", "messages", "bytes", "ack_based");
    private static final long AN_HOUR = 3600;

    private final Desk desk;
    private final StationsModel model;
    private final Consumer<String> created;
    private final TextField name = field("create-name", "orders");
    private final ComboBox<Integer> partitions = choice("create-partitions", List.of(1, 2, 3, 4, 6, 8, 12, 16), 1);
    private final ComboBox<Integer> copies = choice("create-copies", List.of(1, 3, 5), 1);
    private final ComboBox<String> retention = choice("create-retention", RETENTION, RETENTION.getFirst());
    private final TextField retentionValue = field("create-retention-value", String.valueOf(AN_HOUR));
    private final TextField window = field("create-window", "120000");
    private final CheckBox poison = new CheckBox(t("create.poison"));
    private final Label problem = Labels.paragraph("", "tone-text-bad", "key-value");

    private CreateStation(Desk desk, StationsModel model, int nodes, Consumer<String> created) {
        this.desk = desk;
        this.model = model;
        this.created = created;
        copies.setValue(Math.min(nodes, 3) == 3 ? 3 : 1);
        retention.setConverter(words("create.retention."));
        retentionValue.setText(String.valueOf(AN_HOUR));
        window.setText("120000");
        poison.setSelected(true);
        problem.setId("create-problem");
    }

    static void open(Desk desk, StationsModel model, int nodes, Consumer<String> created) {
        new CreateStation(desk, model, nodes, created).show();
    }

    private void show() {
        VBox advanced = new VBox(
                10,
                line("create.partitions", partitions),
                line("create.copies", copies),
                line("create.retention", Labels.row(8, retention, retentionValue)),
                line("create.window", window),
                poison);
        advanced.setVisible(false);
        advanced.setManaged(false);
        Button more = Labels.button("create-advanced", t("create.advanced"), () -> {}, "link");
        more.setOnAction(event -> {
            advanced.setVisible(true);
            advanced.setManaged(true);
            more.setVisible(false);
            more.setManaged(false);
        });
        VBox body = new VBox(12, line("create.name", name), more, advanced, problem);
        Button cancel = Labels.button("dialog-cancel", t("cancel"), desk.dialogs()::close);
        Button create = Labels.button("dialog-act", t("create.act"), this::create, "main");
        create.disableProperty().bind(name.textProperty().map(String::isBlank));
        create.setDefaultButton(true);
        desk.dialogs().show(t("create.title"), body, name, cancel, create);
    }

    private void create() {
        problem.setText("");
        StationRequest request;
        try {
            request = new StationRequest(
                    name.getText().strip(),
                    retention.getValue(),
                    number(retentionValue, "create.retention"),
                    partitions.getValue(),
                    copies.getValue(),
                    "file",
                    number(window, "create.window"),
                    poison.isSelected(),
                    true,
                    "");
        } catch (NumberFormatException wrong) {
            problem.setText(wrong.getMessage());
            return;
        }
        model.create(
                request,
                station -> {
                    desk.dialogs().close();
                    created.accept(station);
                },
                failure -> problem.setText(Problem.of(failure).message()));
    }

    private static long number(TextField field, String key) {
        try {
            return Long.parseLong(field.getText().strip());
        } catch (NumberFormatException wrong) {
            NumberFormatException said = new NumberFormatException(t("create.number", t(key), field.getText()));
            said.initCause(wrong);
            throw said;
        }
    }

    private static Node line(String key, Node field) {
        Label label = Labels.text(t(key), "strong");
        label.setLabelFor(field);
        return new VBox(4, label, field, Labels.paragraph(t(key + ".hint"), "key-value"));
    }

    private static TextField field(String id, String prompt) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        return field;
    }

    private static <T> ComboBox<T> choice(String id, List<T> values, T first) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.getItems().setAll(values);
        box.setValue(first);
        return box;
    }

    private static StringConverter<String> words(String prefix) {
        return new StringConverter<>() {
            @Override
            public String toString(String value) {
                return value == null ? "" : t(prefix + value);
            }

            @Override
            public String fromString(String text) {
                throw new UnsupportedOperationException("a choice is chosen, not typed");
            }
        };
    }
}
