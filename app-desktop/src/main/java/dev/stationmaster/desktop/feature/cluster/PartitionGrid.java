package dev.stationmaster.desktop.feature.cluster;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.Tables;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.view.ClusterView.Placement;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseButton;

/// Partitions by nodes: who leads, whose copy is in step, whose is not. Virtual.
final class PartitionGrid {
    private final TableView<Placement> table = Tables.table("partition-grid");
    private final Card card;
    private List<Integer> nodes = List.of();

    PartitionGrid(Consumer<String> openStation) {
        card = Card.titled(
                        t("cluster.partitions"),
                        legend(Glyph.STAR, "tone-text", "cluster.copy.LEADER"),
                        legend(Glyph.DOT, "tone-text", "cluster.copy.IN_STEP"),
                        legend(Glyph.HALF, "tone-warn", "cluster.copy.CATCHING_UP"),
                        legend(Glyph.RING, "tone-bad", "cluster.copy.ABSENT"))
                .with(table);
        table.setPlaceholder(Labels.text(t("cluster.no.partitions"), "faint"));
        table.setOnMouseClicked(event -> {
            Placement chosen = table.getSelectionModel().getSelectedItem();
            if (chosen != null && event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                openStation.accept(chosen.station());
            }
        });
    }

    Card card() {
        return card;
    }

    void show(ClusterView view) {
        List<Integer> ids = view.nodes().stream().map(ClusterView.Node::id).toList();
        if (!ids.equals(nodes)) {
            nodes = ids;
            columns();
        }
        Tables.update(table, view.partitions(), placement -> placement.station() + "/" + placement.partition());
    }

    private void columns() {
        table.getColumns()
                .setAll(List.of(Tables.text(
                        t("cluster.column.partition"), 170, place -> place.station() + " / " + place.partition())));
        for (int node : nodes) {
            table.getColumns().add(Tables.column(t("cluster.node", node), 86, (cell, place) -> {
                ClusterModel.Copy copy = ClusterModel.copy(place, node);
                cell.setGraphic(mark(copy));
                cell.setAccessibleText(t("cluster.copy." + copy));
            }));
        }
        table.getColumns().add(Tables.text(t("cluster.column.group"), 80, Placement::group, "mono", "muted"));
        table.getColumns()
                .add(Tables.text(
                        t("cluster.column.behind"),
                        90,
                        place -> ClusterModel.behind(place) == 0
                                ? Figures.UNKNOWN
                                : Figures.count(ClusterModel.behind(place)),
                        "figure"));
    }

    private static javafx.scene.@org.jspecify.annotations.Nullable Node mark(ClusterModel.Copy copy) {
        return switch (copy) {
            case LEADER -> new Icon(Glyph.STAR, 13, "tone-text");
            case IN_STEP -> new Icon(Glyph.DOT, 13, "tone-text");
            case CATCHING_UP -> new Icon(Glyph.HALF, 13, "tone-warn");
            case ABSENT -> new Icon(Glyph.RING, 13, "tone-bad");
            case NONE -> null;
        };
    }

    private static javafx.scene.Node legend(Glyph glyph, String tone, String key) {
        return Labels.row(5, new Icon(glyph, 10, tone), Labels.text(t(key), "key-value"));
    }
}
