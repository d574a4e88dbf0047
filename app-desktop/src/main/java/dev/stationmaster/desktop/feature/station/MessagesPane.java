package dev.stationmaster.desktop.feature.station;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.StatePane;
import dev.stationmaster.desktop.control.Tables;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.link.MessageQuery;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.MessagesView;
import dev.stationmaster.gateway.view.MessagesView.Delivery;
import dev.stationmaster.gateway.view.MessagesView.Message;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// The messages of a station as rows with their preview, and an inspector beside them.
final class MessagesPane {
    /// From where to read.
    private enum From {
        NEWEST,
        OLDEST,
        SEQUENCE,
        TIME
    }

    private static final int PREVIEW = 160;

    private final Desk desk;
    private final MessagesModel model;
    private final TableView<Message> table = Tables.table("messages-table");
    private final ComboBox<Integer> partition = new ComboBox<>();
    private final ComboBox<From> from = new ComboBox<>();
    private final TextField value = new TextField();
    private final Label count = Labels.text("", "key-value");
    private final Button more;
    private final MessageInspector inspector;
    private final VBox root;

    MessagesPane(Desk desk, MessagesModel model) {
        this.desk = desk;
        this.model = model;
        more = Labels.button("act-more", t("messages.more"), model::more, "link");
        inspector =
                new MessageInspector(head -> model.whole(head, whole -> this.inspect(whole), desk.notices()::failed));
        columns();
        table.getColumns().forEach(column -> column.setMinWidth(column.getPrefWidth()));
        table.getStyleClass().add("tight");
        HBox foot = Labels.row(12, count, Labels.spring(), more);
        foot.getStyleClass().add("table-foot");
        VBox.setVgrow(table, Priority.ALWAYS);
        Card rows = new Card(table, foot);
        SplitPane split = new SplitPane(rows, inspector.node());
        split.getStyleClass().add("plain-split");
        split.setDividerPositions(0.63);
        SplitPane.setResizableWithParent(inspector.node(), false);
        VBox.setVgrow(split, Priority.ALWAYS);
        root = new VBox(12, tools(), split);
        table.getSelectionModel().selectedItemProperty().subscribe(message -> {
            if (message != null) {
                model.chosenProperty().set(MessagesModel.Key.of(message));
                inspect(message);
            }
        });
        inspect(null);
    }

    Node node() {
        return root;
    }

    Map<ViewState.Reason, StatePane.Offer> offers(Runnable send) {
        return Map.of(
                ViewState.Reason.NONE_EXIST,
                new StatePane.Offer(
                        Glyph.STATIONS, t("messages.none"), t("messages.none.detail"), t("station.send"), send),
                ViewState.Reason.NONE_MATCH,
                new StatePane.Offer(
                        Glyph.SEARCH, t("messages.nomatch"), t("messages.nomatch.detail"), t("messages.newest"), () -> {
                            from.setValue(From.NEWEST);
                            partition.setValue(0);
                            ask();
                        }));
    }

    void partitions(int number) {
        if (partition.getItems().size() != number + 1) {
            Integer chosen = partition.getValue();
            partition
                    .getItems()
                    .setAll(java.util.stream.IntStream.rangeClosed(0, number)
                            .boxed()
                            .toList());
            partition.setValue(chosen == null ? Integer.valueOf(0) : chosen);
        }
    }

    void show(MessagesView view) {
        Tables.update(table, view.messages(), MessagesModel.Key::of);
        model.chosen(view).ifPresent(message -> {
            Tables.select(table, MessagesModel.Key.of(message), MessagesModel.Key::of);
            inspect(message);
        });
        count.setText(t(
                model.follows() ? "messages.following" : "messages.count",
                Figures.count(view.messages().size())));
        more.setVisible(view.next() != null);
    }

    boolean escape() {
        boolean open = model.chosenProperty().get() != null;
        model.chosenProperty().set(null);
        table.getSelectionModel().clearSelection();
        inspect(null);
        return open;
    }

    private void inspect(@org.jspecify.annotations.Nullable Message message) {
        inspector.show(message);
    }

    private Node tools() {
        partition.setId("messages-partition");
        partition.getItems().setAll(0);
        partition.setValue(0);
        partition.setConverter(words(number -> number == 0 ? t("messages.all") : t("map.partition", number)));
        from.setId("messages-from");
        from.getItems().setAll(From.values());
        from.setValue(From.NEWEST);
        from.setConverter(words(kind -> t("messages.from." + kind)));
        value.setId("messages-value");
        value.setPrefWidth(190);
        value.visibleProperty().bind(from.valueProperty().map(kind -> kind == From.SEQUENCE || kind == From.TIME));
        value.managedProperty().bind(value.visibleProperty());
        from.valueProperty().subscribe(kind -> {
            value.setPromptText(kind == null ? "" : t("messages.prompt." + kind));
            if (kind == From.NEWEST || kind == From.OLDEST) {
                ask();
            }
        });
        partition.setOnAction(event -> ask());
        value.setOnAction(event -> ask());
        Label order = Labels.text(t("messages.order"), "key-value");
        order.setTooltip(new Tooltip(t("messages.order.why")));
        order.setGraphic(new Icon(Glyph.RIGHT, 11, "tone-faint"));
        Button go = Labels.button("act-read", t("messages.read"), this::ask);
        HBox box = Labels.row(10, partition, from, value, go, Labels.spring(), order);
        box.getStyleClass().add("tools");
        return box;
    }

    private void ask() {
        Integer chosen = partition.getValue();
        int where = chosen == null ? 0 : chosen;
        String start;
        try {
            start = switch (from.getValue()) {
                case NEWEST -> "newest";
                case OLDEST -> "oldest";
                case SEQUENCE -> "seq:" + Long.parseLong(value.getText().strip().replace(" ", ""));
                case TIME -> "time:" + millis(value.getText().strip());
            };
        } catch (NumberFormatException | DateTimeParseException wrong) {
            desk.notices().failed(new IllegalArgumentException(t("messages.wrong." + from.getValue()), wrong));
            return;
        }
        MessageQuery asked = model.queryProperty().get();
        if (asked.partition() != where || !asked.from().equals(start)) {
            model.ask(where, start);
        } else {
            model.refresh();
        }
    }

    private static long millis(String typed) {
        String text = typed.length() <= 8 ? java.time.LocalDate.now(ZoneId.systemDefault()) + "T" + typed : typed;
        return LocalDateTime.parse(text.replace(' ', 'T'))
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli();
    }

    private void columns() {
        table.getColumns()
                .setAll(List.of(
                        Tables.text(t("messages.part"), 46, row -> String.valueOf(row.partition()), "figure"),
                        Tables.text(t("messages.sequence"), 70, row -> Figures.count(row.sequence()), "figure", "mono"),
                        Tables.text(
                                t("messages.stored"),
                                112,
                                row -> Figures.timeMillis(row.storedMillis()),
                                "mono",
                                "muted"),
                        Tables.text(t("messages.producer"), 78, Message::producer),
                        Tables.text(t("messages.size"), 60, row -> Figures.bytes(row.size()), "figure", "muted"),
                        Tables.column(t("messages.delivery"), 66, MessagesPane::delivery),
                        Tables.text(t("messages.preview"), 160, MessagesPane::preview, "mono", "muted")));
    }

    private static void delivery(TableCell<Message, Message> cell, Message message) {
        HBox marks = Labels.row(5);
        StringBuilder words = new StringBuilder();
        for (Delivery group : message.delivery()) {
            marks.getChildren()
                    .add(new Icon(DeliveryMarks.glyph(group.state()), 11, "tone-" + DeliveryMarks.tone(group.state())));
            words.append(words.isEmpty() ? "" : ", ")
                    .append(group.group())
                    .append(' ')
                    .append(t("messages.state." + group.state()));
        }
        cell.setGraphic(marks);
        cell.setAccessibleText(words.toString());
    }

    private static String preview(Message message) {
        String head = message.payload().substring(0, Math.min(message.payload().length(), PREVIEW / 3 * 4 + 4) / 4 * 4);
        String text = new String(Base64.getDecoder().decode(head), StandardCharsets.UTF_8);
        StringBuilder line = new StringBuilder();
        text.chars().limit(PREVIEW).forEach(sign -> line.append(Character.isISOControl(sign) ? '·' : (char) sign));
        return line.toString();
    }

    private static <T> StringConverter<T> words(java.util.function.Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(T kind) {
                return kind == null ? "" : words.apply(kind);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("a choice is chosen, not typed");
            }
        };
    }
}
