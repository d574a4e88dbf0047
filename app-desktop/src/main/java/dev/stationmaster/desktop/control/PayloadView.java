package dev.stationmaster.desktop.control;

import static dev.stationmaster.desktop.i18n.Texts.t;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.controlsfx.control.SegmentedButton;

/// The bytes of a message, line by line: the form is guessed, shown as such, and can be switched. Virtual.
public final class PayloadView extends VBox {
    private static final double LINE = 21;
    private static final int COLUMNS = 2_000;

    private final ListView<Payload.Line> list = new ListView<>();
    private final Map<Payload.Form, ToggleButton> forms = new EnumMap<>(Payload.Form.class);
    private final javafx.scene.control.Label note = Labels.text("", "faint", "small");
    private byte[] bytes = new byte[0];

    public PayloadView() {
        list.setId("payload-lines");
        list.getStyleClass().add("payload");
        list.setFixedCellSize(LINE);
        list.setCellFactory(view -> new LineCell());
        list.setPlaceholder(Labels.text(t("payload.empty"), "faint"));
        SegmentedButton segments = new SegmentedButton();
        ToggleGroup group = new ToggleGroup();
        for (Payload.Form form : Payload.Form.values()) {
            ToggleButton button = new ToggleButton(t("payload." + form));
            button.setId("payload-" + form.name().toLowerCase(java.util.Locale.ROOT));
            button.setToggleGroup(group);
            button.setOnAction(event -> {
                button.setSelected(true);
                form(form);
            });
            forms.put(form, button);
            segments.getButtons().add(button);
        }
        HBox foot = Labels.row(10, segments, Labels.spring(), note);
        foot.getStyleClass().add("payload-foot");
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(list, foot);
    }

    /// Shows other bytes, in the form that fits them best.
    public void show(byte[] next, boolean truncated) {
        bytes = next;
        Payload.Form guessed = Payload.guess(next);
        note.setText(t(truncated ? "payload.truncated" : "payload.guessed", t("payload." + guessed)));
        forms.forEach((form, button) -> button.setSelected(form == guessed));
        form(guessed);
    }

    private void form(Payload.Form form) {
        list.getItems().setAll(Payload.lines(bytes, form));
    }

    /// What is shown, as text.
    public List<String> shown() {
        return list.getItems().stream()
                .map(line -> String.join(
                        "", line.pieces().stream().map(Payload.Piece::text).toList()))
                .toList();
    }

    private static final class LineCell extends ListCell<Payload.Line> {
        private final HBox row = new HBox();

        @Override
        protected void updateItem(Payload.Line line, boolean empty) {
            super.updateItem(line, empty);
            row.getChildren().clear();
            if (empty || line == null) {
                setGraphic(null);
                return;
            }
            for (Payload.Piece piece : line.pieces()) {
                String text = piece.text();
                Text run = new Text(text.length() > COLUMNS ? text.substring(0, COLUMNS) + "…" : text);
                run.getStyleClass().addAll("code", "code-" + piece.kind().name().toLowerCase(java.util.Locale.ROOT));
                row.getChildren().add(run);
            }
            setGraphic(row);
        }
    }
}
