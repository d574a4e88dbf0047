package dev.stationmaster.desktop.feature.station;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.TaskRunner;
import dev.stationmaster.gateway.view.ProduceRequest;
import dev.stationmaster.gateway.view.StationView;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;

/// One station, live, with the consumer group that the user looks at.
public final class StationModel extends LiveModel<StationView> {
    private final String name;
    private final Supplier<ConsoleLink> link;
    private final IntegerProperty chosenGroup = new SimpleIntegerProperty(this, "chosenGroup", 0);
    private boolean sending;

    public StationModel(String name, Supplier<ConsoleLink> link, TaskRunner runner, Clock clock) {
        super(runner, clock);
        this.name = name;
        this.link = link;
        chosenGroup.subscribe(group -> republish());
    }

    public String name() {
        return name;
    }

    /// The place of the group in the station's list whose lag is charted.
    public IntegerProperty chosenGroupProperty() {
        return chosenGroup;
    }

    /// Publishes one message of text, once for any number of clicks.
    public void send(String text, Consumer<ProduceRequest.Produced> done, Consumer<Throwable> failed) {
        if (sending) {
            return;
        }
        sending = true;
        ConsoleLink cluster = link.get();
        runner().run(BackgroundTask.quiet(
                        "send to " + name,
                        progress -> cluster.produce(name, new ProduceRequest(null, text, null, null)))
                .onSuccess(done)
                .onFailure(failed)
                .onFinished(() -> {
                    sending = false;
                    refresh();
                }));
    }

    @Override
    protected BackgroundTask.Work<StationView> request() {
        ConsoleLink cluster = link.get();
        return progress -> cluster.station(name);
    }

    @Override
    protected List<String> missing(StationView view) {
        return view.missing().stream().map(group -> "group " + group).toList();
    }
}
