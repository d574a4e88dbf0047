package dev.stationmaster.desktop.feature.stations;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.PageHead;
import dev.stationmaster.desktop.control.StatePane;
import dev.stationmaster.desktop.control.Tables;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Screen;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.StationsView;
import dev.stationmaster.gateway.view.StationsView.Row;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// All stations in one live table, filtered while typing.
public final class StationsScreen implements Screen {
    private final Desk desk;
    private final StationsModel model;
    private final IntSupplier nodes;
    private final TableView<Row> table = Tables.table("stations-table");
    private final TextField filter = new TextField();
    private final Label found = Labels.text("", "key-value");
    private final Button remove = Labels.button("act-station-remove", t("stations.remove"), this::askRemove, "danger");
    private final VBox root;

    public StationsScreen(Desk desk, StationsModel model, IntSupplier nodes) {
        this.desk = desk;
        this.model = model;
        this.nodes = nodes;
        PageHead head = new PageHead(t("nav.stations"), List.of(new PageHead.Crumb(t("nav.stations"), () -> {})));
        Button create = Labels.button("act-station-create", t("stations.create"), this::create, "main");
        remove.disableProperty()
                .bind(table.getSelectionModel().selectedItemProperty().isNull());
        head.actions(remove, create);
        filter.setId("stations-filter");
        filter.setPromptText(t("stations.filter"));
        filter.setAccessibleText(t("stations.filter"));
        filter.setPrefWidth(360);
        filter.textProperty().bindBidirectional(model.filterProperty());
        table();
        Card card = new Card().with(table);
        StatePane<StationsView> states = new StatePane<>(card, model, offers());
        VBox.setVgrow(states, Priority.ALWAYS);
        root = new VBox(12, head, Labels.row(12, filter, found), states);
        root.setId("screen-stations");
        model.stateProperty().subscribe(state -> state.best().ifPresent(view -> show(view, state)));
    }

    @Override
    public Region node() {
        return root;
    }

    @Override
    public List<LiveModel<?>> live() {
        return List.of(model);
    }

    @Override
    public void find() {
        filter.requestFocus();
    }

    @Override
    public boolean escape() {
        boolean filtered = !filter.getText().isEmpty();
        filter.clear();
        return filtered;
    }

    private void table() {
        table.getColumns().setAll(StationColumns.all());
        table.setSortPolicy(sorted -> {
            model.sortBy(StationColumns.order(sorted));
            return true;
        });
        table.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                openSelected();
            }
        });
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                openSelected();
            } else if (event.getCode() == KeyCode.DELETE) {
                askRemove();
            }
        });
    }

    private Map<ViewState.Reason, StatePane.Offer> offers() {
        return Map.of(
                ViewState.Reason.NONE_EXIST,
                new StatePane.Offer(
                        Glyph.STATIONS,
                        t("stations.none"),
                        t("stations.none.detail"),
                        t("stations.create"),
                        this::create),
                ViewState.Reason.NONE_MATCH,
                new StatePane.Offer(
                        Glyph.SEARCH,
                        t("stations.nomatch"),
                        t("stations.nomatch.detail"),
                        t("stations.clear"),
                        filter::clear));
    }

    private void show(StationsView view, ViewState<StationsView> state) {
        List<Row> rows = model.rows(view);
        Tables.update(table, rows, Row::name);
        String floor = state instanceof ViewState.Partial ? "≥ " : "";
        found.setText(
                rows.size() == view.stations().size()
                        ? t("stations.count", floor + Figures.count(rows.size()))
                        : t(
                                "stations.found",
                                Figures.count(rows.size()),
                                Figures.count(view.stations().size())));
    }

    private void openSelected() {
        Row row = table.getSelectionModel().getSelectedItem();
        if (row != null) {
            desk.navigator().go(new Place.Station(row.name(), Place.Tab.OVERVIEW));
        }
    }

    /// Opens the dialog that creates a station.
    public void create() {
        CreateStation.open(desk, model, nodes.getAsInt(), name -> {
            desk.notices().done(t("stations.created", name));
            desk.navigator().go(new Place.Station(name, Place.Tab.OVERVIEW));
        });
    }

    private void askRemove() {
        Row row = table.getSelectionModel().getSelectedItem();
        if (row == null) {
            return;
        }
        desk.dialogs()
                .confirmTyped(
                        t("stations.remove.title", row.name()),
                        t(
                                "stations.remove.text",
                                Figures.count(row.messages()),
                                Figures.bytes(row.bytes()),
                                row.groups() == null ? Figures.UNKNOWN : String.valueOf(row.groups())),
                        row.name(),
                        t("stations.remove.verb", row.name()),
                        () -> model.remove(
                                row.name(),
                                () -> desk.notices().done(t("stations.removed", row.name())),
                                desk.notices()::failed));
    }
}
