package dev.stationmaster.desktop.feature.stations;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.TaskRunner;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.StationRequest;
import dev.stationmaster.gateway.view.StationsView;
import dev.stationmaster.gateway.view.StationsView.Row;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// All stations, filtered and sorted as the user asked, and what can be done to them.
public final class StationsModel extends LiveModel<StationsView> {
    private final Supplier<ConsoleLink> link;
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final Set<String> busy = new HashSet<>();
    private Comparator<Row> order = Comparator.comparing(Row::name);

    public StationsModel(Supplier<ConsoleLink> link, TaskRunner runner, Clock clock) {
        super(runner, clock);
        this.link = link;
        filter.subscribe(typed -> republish());
    }

    public StringProperty filterProperty() {
        return filter;
    }

    public void sortBy(Comparator<Row> next) {
        order = next;
        republish();
    }

    /// The rows to show, in order.
    public List<Row> rows(StationsView view) {
        return view.stations().stream()
                .filter(StationFilter.of(filter.get()))
                .sorted(order)
                .toList();
    }

    /// The names of all stations known, for the palette.
    public List<String> names() {
        return state().best()
                .map(view -> view.stations().stream().map(Row::name).sorted().toList())
                .orElse(List.of());
    }

    /// Creates a station; `done` hears its name, `failed` why not.
    public void create(StationRequest request, Consumer<String> done, Consumer<Throwable> failed) {
        String name = String.valueOf(request.name());
        once("create " + name, link -> link.createStation(request), () -> done.accept(name), failed);
    }

    public void remove(String name, Runnable done, Consumer<Throwable> failed) {
        once("remove " + name, link -> link.removeStation(name), done, failed);
    }

    public void purge(String name, Runnable done, Consumer<Throwable> failed) {
        once("purge " + name, link -> link.purgeStation(name), done, failed);
    }

    private void once(String what, Consumer<ConsoleLink> call, Runnable done, Consumer<Throwable> failed) {
        if (!busy.add(what)) {
            return;
        }
        ConsoleLink cluster = link.get();
        runner().run(BackgroundTask.quiet(what, progress -> {
                    call.accept(cluster);
                    return what;
                })
                .onSuccess(value -> done.run())
                .onFailure(failed)
                .onFinished(() -> {
                    busy.remove(what);
                    refresh();
                }));
    }

    @Override
    protected BackgroundTask.Work<StationsView> request() {
        ConsoleLink cluster = link.get();
        return progress -> cluster.stations();
    }

    @Override
    protected ViewState.@Nullable Reason emptiness(StationsView view) {
        if (view.stations().isEmpty()) {
            return ViewState.Reason.NONE_EXIST;
        }
        return rows(view).isEmpty() ? ViewState.Reason.NONE_MATCH : null;
    }

    @Override
    protected List<String> missing(StationsView view) {
        return view.missing().stream().map(group -> "group " + group).toList();
    }
}
