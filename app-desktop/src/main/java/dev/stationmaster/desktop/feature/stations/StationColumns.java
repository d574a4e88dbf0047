package dev.stationmaster.desktop.feature.stations;

import static dev.stationmaster.desktop.i18n.Texts.t;
import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.Tables;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.gateway.view.StationsView.Row;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;

/// The columns of the stations table and how each of them sorts.
final class StationColumns {
    private StationColumns() {}

    static List<TableColumn<Row, Row>> all() {
        return List.of(
                sorted(Tables.column("stations.name", 150, StationColumns::name, "strong"), comparing(Row::name)),
                figure(
                        "stations.partitions",
                        80,
                        comparingInt(Row::partitions),
                        row -> String.valueOf(row.partitions())),
                figure("stations.copies", 64, comparingInt(Row::replicas), row -> String.valueOf(row.replicas())),
                figure("stations.messages", 96, by(Row::messages), row -> Figures.count(row.messages())),
                figure("stations.bytes", 78, by(Row::bytes), row -> Figures.bytes(row.bytes())),
                figure("stations.in", 66, by(Row::inPerSecond), row -> Figures.rate(row.inPerSecond())),
                figure("stations.out", 66, by(Row::outPerSecond), row -> Figures.rate(row.outPerSecond())),
                figure(
                        "stations.groups",
                        64,
                        by(Row::groups),
                        row -> row.groups() == null ? Figures.UNKNOWN : String.valueOf(row.groups())),
                sorted(Tables.column("stations.lag", 150, StationColumns::lag, "figure"), by(Row::maxLag)),
                sorted(Tables.column("stations.dead", 60, StationColumns::dead, "figure"), by(Row::deadLetters)),
                sorted(Tables.text("stations.retention", 92, Row::retention, "muted"), comparing(Row::retention)),
                sorted(Tables.text("stations.schema", 92, Row::schema, "muted"), comparing(Row::schema)));
    }

    /// The order that the table's headers ask for; by name where they ask for none.
    @SuppressWarnings("unchecked")
    static Comparator<Row> order(TableView<Row> table) {
        Comparator<Row> order = null;
        for (TableColumn<Row, ?> column : table.getSortOrder()) {
            Comparator<Row> next = (Comparator<Row>) column.getUserData();
            if (column.getSortType() == TableColumn.SortType.DESCENDING) {
                next = next.reversed();
            }
            order = order == null ? next : order.thenComparing(next);
        }
        return order == null ? comparing(Row::name) : order.thenComparing(Row::name);
    }

    private static <C extends Comparable<C>> Comparator<Row> by(
            java.util.function.Function<Row, @org.jspecify.annotations.Nullable C> figure) {
        return comparing(figure, nullsFirst(naturalOrder()));
    }

    private static TableColumn<Row, Row> figure(
            String key, double width, Comparator<Row> order, java.util.function.Function<Row, String> text) {
        return sorted(Tables.text(key, width, text, "figure"), order);
    }

    private static TableColumn<Row, Row> sorted(TableColumn<Row, Row> column, Comparator<Row> order) {
        column.setId("column-" + column.getText());
        column.setText(t(column.getText()));
        column.setUserData(order);
        column.setSortable(true);
        return column;
    }

    private static void name(TableCell<Row, Row> cell, Row row) {
        boolean idle = row.inPerSecond() != null && row.inPerSecond() == 0;
        cell.setText(row.name());
        cell.setGraphic(new Icon(Glyph.STATIONS, 13, idle ? "tone-faint" : "tone-accent"));
        cell.setGraphicTextGap(8);
    }

    private static void lag(TableCell<Row, Row> cell, Row row) {
        if (row.maxLagGroup().isEmpty()) {
            cell.setText(Figures.UNKNOWN);
            return;
        }
        Glyph trend = row.lagTrend() > 0 ? Glyph.UP_RIGHT : row.lagTrend() < 0 ? Glyph.DOWN_RIGHT : Glyph.RIGHT;
        String tone = row.lagTrend() > 0 ? "tone-warn" : row.lagTrend() < 0 ? "tone-ok" : "tone-faint";
        HBox box = Labels.row(
                6,
                Labels.text(row.maxLagGroup(), "key-value"),
                Labels.text(Figures.count(row.maxLag())),
                new Icon(trend, 11, tone));
        box.setAlignment(Pos.CENTER_RIGHT);
        cell.setGraphic(box);
    }

    private static void dead(TableCell<Row, Row> cell, Row row) {
        boolean some = row.deadLetters() != null && row.deadLetters() > 0;
        cell.getStyleClass().remove("tone-text-bad");
        if (some) {
            cell.getStyleClass().add("tone-text-bad");
        }
        cell.setText(Figures.count(row.deadLetters()));
    }
}
