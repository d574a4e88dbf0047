package dev.stationmaster.desktop.feature.station;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Tables;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.gateway.view.StationView;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.TableView;

/// The facts of the railway map as a table, for those who want or need them so.
final class StationTable {
    /// One line: a producer, a partition, or where a group stands on a partition.
    record Line(String kind, String name, String where, String first, String second, String rate) {}

    private final TableView<Line> table = Tables.table("railway-table");

    StationTable() {
        table.getColumns()
                .setAll(List.of(
                        Tables.text(t("map.table.kind"), 120, Line::kind, "muted"),
                        Tables.text(t("map.table.name"), 160, Line::name, "strong"),
                        Tables.text(t("map.table.where"), 240, Line::where),
                        Tables.text(t("map.table.first"), 130, Line::first, "figure"),
                        Tables.text(t("map.table.second"), 130, Line::second, "figure"),
                        Tables.text(t("map.table.rate"), 90, Line::rate, "figure")));
    }

    TableView<Line> node() {
        return table;
    }

    void show(StationView view, long nowMillis) {
        Tables.update(table, lines(view, nowMillis), line -> line.kind() + line.name() + line.where());
    }

    static List<Line> lines(StationView view, long nowMillis) {
        List<Line> lines = new ArrayList<>();
        for (StationView.Producer producer : view.producers()) {
            lines.add(new Line(
                    t("map.table.producer"),
                    producer.name(),
                    t("map.connections", producer.connections()),
                    "",
                    "",
                    Figures.rate(producer.perSecond())));
        }
        for (StationView.Partition partition : view.partitions()) {
            lines.add(new Line(
                    t("map.table.partition"),
                    t("map.partition", partition.partition()),
                    t("map.leader", partition.leader()) + " · " + t("map.copies", partition.copiesAlive()),
                    t("map.table.from", Figures.count(partition.firstSeq())),
                    t("map.table.to", Figures.count(partition.lastSeq())),
                    Figures.rate(partition.inPerSecond())));
        }
        for (StationView.Group group : view.groups()) {
            Long oldest = group.oldestUnsettledMillis();
            lines.add(new Line(
                    t("map.table.group"),
                    group.name(),
                    t("map.members", group.members()) + " · " + StationMap.trend(group),
                    t("map.lag", Figures.count(group.lag())),
                    oldest == null ? "" : t("map.oldest", Figures.span(nowMillis - oldest)),
                    Figures.rate(group.outPerSecond())));
        }
        return lines;
    }
}
