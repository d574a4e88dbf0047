package dev.stationmaster.desktop.feature.stations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.desktop.task.DirectTaskRunner;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.StationRequest;
import dev.stationmaster.gateway.view.StationsView;
import dev.stationmaster.gateway.view.StationsView.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class StationsModelTest {
    private final PreviewLink link = new PreviewLink();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final StationsModel model = new StationsModel(() -> link, runner, Clock.systemUTC());

    @Test
    void rowsAreSortedByNameAtFirst() {
        model.refresh();
        assertThat(model.names()).startsWith("audit", "clicks", "emails");
    }

    @Test
    void filterThatMatchesNothingIsAnEmptinessOfItsOwn() {
        model.refresh();
        model.filterProperty().set("no such station");
        assertThat(model.state())
                .isInstanceOfSatisfying(
                        ViewState.Empty.class,
                        empty -> assertThat(empty.reason()).isEqualTo(ViewState.Reason.NONE_MATCH));
        model.filterProperty().set("");
        assertThat(model.state()).isInstanceOf(ViewState.Fresh.class);
    }

    @Test
    void clusterWithoutStationsSaysSo() {
        StationsModel none = new StationsModel(
                () -> new PreviewLink() {
                    @Override
                    public StationsView stations() {
                        return new StationsView(List.of(), 0, List.of());
                    }
                },
                runner,
                Clock.systemUTC());
        none.refresh();
        assertThat(none.state())
                .isInstanceOfSatisfying(
                        ViewState.Empty.class,
                        empty -> assertThat(empty.reason()).isEqualTo(ViewState.Reason.NONE_EXIST));
    }

    @Test
    void twoClicksRemoveOnce() {
        List<String> removed = new ArrayList<>();
        runner.hold();
        model.remove("orders", () -> removed.add("orders"), failure -> {});
        model.remove("orders", () -> removed.add("orders"), failure -> {});
        runner.release();
        assertThat(link.calls.stream().filter(call -> call.equals("remove orders")))
                .hasSize(1);
        assertThat(removed).hasSize(1);
    }

    @Test
    void createdStationIsToldByName() {
        List<String> told = new ArrayList<>();
        model.create(StationRequest.named("invoices"), told::add, failure -> {});
        assertThat(told).containsExactly("invoices");
        assertThat(link.calls).contains("create invoices");
    }

    @Test
    void tenThousandNamesAreFilteredWithinAKeyStroke() {
        List<Row> many = new ArrayList<>();
        Row sample = link.stations().stations().getFirst();
        for (int i = 0; i < 10_000; i++) {
            many.add(new Row(
                    "station-" + i, 1, 1, 0L, 0L, 0.0, 0.0, 0, 0L, "", 0, 0L, "", "", "always", 0, sample.tags()));
        }
        StationsView view = new StationsView(many, 0, List.of());
        model.sortBy(Comparator.comparing(Row::name));
        model.filterProperty().set("99");
        model.rows(view);
        long before = System.nanoTime();
        List<Row> found = model.rows(view);
        assertThat(found).hasSizeBetween(200, 400);
        assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(200);
    }
}
