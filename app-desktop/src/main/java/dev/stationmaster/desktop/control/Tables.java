package dev.stationmaster.desktop.control;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// Tables as the console has them: virtual, of one row height, updated in place so that nothing jumps.
public final class Tables {
    public static final double ROW = 32;

    private Tables() {}

    public static <T> TableView<T> table(String id) {
        TableView<T> table = new TableView<>();
        table.setId(id);
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(Labels.text(""));
        return table;
    }

    /// A column whose cell is drawn by `draw` from the row; the cell arrives without text and graphic.
    public static <T> TableColumn<T, T> column(
            String title, double width, BiConsumer<TableCell<T, T>, T> draw, String... styles) {
        TableColumn<T, T> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 48));
        column.getStyleClass().addAll(styles);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(_ -> new DrawnCell<>(draw, styles));
        return column;
    }

    /// A column of text.
    public static <T> TableColumn<T, T> text(String title, double width, Function<T, String> text, String... styles) {
        return column(title, width, (cell, row) -> cell.setText(text.apply(row)), styles);
    }

    /// Shows new rows with as little change as possible, and keeps the selected one by its key.
    public static <T> void update(TableView<T> table, List<T> rows, Function<T, ?> key) {
        T selected = table.getSelectionModel().getSelectedItem();
        List<T> items = table.getItems();
        if (items.size() == rows.size()) {
            for (int i = 0; i < rows.size(); i++) {
                if (!Objects.equals(items.get(i), rows.get(i))) {
                    items.set(i, rows.get(i));
                }
            }
        } else {
            table.getItems().setAll(rows);
        }
        if (selected != null) {
            select(table, key.apply(selected), key);
        }
    }

    /// Selects the row of a key, or nothing when it is gone.
    public static <T> void select(TableView<T> table, @Nullable Object wanted, Function<T, ?> key) {
        T now = table.getSelectionModel().getSelectedItem();
        if (now != null && Objects.equals(key.apply(now), wanted)) {
            return;
        }
        List<T> items = table.getItems();
        for (int i = 0; i < items.size(); i++) {
            if (Objects.equals(key.apply(items.get(i)), wanted)) {
                table.getSelectionModel().clearAndSelect(i);
                return;
            }
        }
        table.getSelectionModel().clearSelection();
    }

    private static final class DrawnCell<T> extends TableCell<T, T> {
        private final BiConsumer<TableCell<T, T>, T> draw;

        DrawnCell(BiConsumer<TableCell<T, T>, T> draw, String... styles) {
            this.draw = draw;
            getStyleClass().addAll(styles);
        }

        @Override
        protected void updateItem(@Nullable T row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            setGraphic(null);
            if (!empty && row != null) {
                draw.accept(this, row);
            }
        }
    }
}
