package dev.stationmaster.desktop.feature.station;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.link.MessageQuery;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.TaskRunner;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.MessagesView;
import dev.stationmaster.gateway.view.MessagesView.Message;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// The messages of a station from where the user wants to read, page by page; reading moves no cursor.
public final class MessagesModel extends LiveModel<MessagesView> {
    /// Identifies a message.
    public record Key(int partition, long sequence) {
        public static Key of(Message message) {
            return new Key(message.partition(), message.sequence());
        }
    }

    static final int PAGE = 200;
    private static final int ROWS_MAX = 20_000;

    private final String station;
    private final Supplier<ConsoleLink> link;
    private final ReadOnlyObjectWrapper<MessageQuery> query =
            new ReadOnlyObjectWrapper<>(new MessageQuery(0, "newest", PAGE));
    private final ObjectProperty<@Nullable Key> chosen = new SimpleObjectProperty<>();
    private @Nullable MessagesView grown;
    private boolean loadingMore;

    public MessagesModel(String station, Supplier<ConsoleLink> link, TaskRunner runner, Clock clock) {
        super(runner, clock);
        this.station = station;
        this.link = link;
    }

    public String station() {
        return station;
    }

    public ReadOnlyObjectProperty<MessageQuery> queryProperty() {
        return query.getReadOnlyProperty();
    }

    /// The message that the inspector shows.
    public ObjectProperty<@Nullable Key> chosenProperty() {
        return chosen;
    }

    /// Whether the list goes on by itself: at the newest end, while nothing older was loaded, and until a message
    /// is chosen, so that no row moves away under the pointer.
    public boolean follows() {
        boolean newest = query.get().from().equals("newest") && grown == null;
        return newest && state().best().flatMap(this::chosen).isEmpty();
    }

    /// Reads from somewhere else.
    public void ask(int partition, String from) {
        grown = null;
        query.set(new MessageQuery(partition, from, PAGE));
        restart();
    }

    /// Goes to the newest messages and chooses one, as after sending it.
    public void showNewest(int partition, long sequence) {
        chosen.set(new Key(partition, sequence));
        ask(0, "newest");
    }

    /// Loads the page after the last one, if there is one.
    public void more() {
        MessagesView now = state().best().orElse(null);
        if (now == null || now.next() == null || loadingMore || now.messages().size() >= ROWS_MAX) {
            return;
        }
        loadingMore = true;
        MessageQuery asked = query.get();
        ConsoleLink cluster = link.get();
        MessageQuery next = new MessageQuery(asked.partition(), now.next(), PAGE);
        runner().run(BackgroundTask.quiet("more messages", progress -> cluster.messages(station, next))
                .onSuccess(page -> {
                    if (asked.equals(query.get())) {
                        List<Message> all = new ArrayList<>(now.messages());
                        all.addAll(page.messages());
                        grown = new MessagesView(all, page.next());
                        refresh();
                    }
                })
                .onFinished(() -> loadingMore = false));
    }

    /// The whole payload of a message of which only the head came.
    public void whole(Message head, Consumer<Message> done, Consumer<Throwable> failed) {
        ConsoleLink cluster = link.get();
        runner().run(BackgroundTask.quiet(
                        "message " + head.sequence(),
                        progress -> cluster.message(station, head.partition(), head.sequence()))
                .onSuccess(done)
                .onFailure(failed));
    }

    /// The chosen message among those loaded.
    public Optional<Message> chosen(MessagesView view) {
        Key key = chosen.get();
        return key == null
                ? Optional.empty()
                : view.messages().stream()
                        .filter(message -> Key.of(message).equals(key))
                        .findFirst();
    }

    @Override
    protected BackgroundTask.Work<MessagesView> request() {
        MessagesView kept = grown;
        if (kept != null) {
            return progress -> kept;
        }
        ConsoleLink cluster = link.get();
        MessageQuery asked = query.get();
        return progress -> cluster.messages(station, asked);
    }

    @Override
    protected ViewState.@Nullable Reason emptiness(MessagesView view) {
        if (!view.messages().isEmpty()) {
            return null;
        }
        MessageQuery asked = query.get();
        boolean everything = asked.partition() == 0
                && (asked.from().equals("newest") || asked.from().equals("oldest"));
        return everything ? ViewState.Reason.NONE_EXIST : ViewState.Reason.NONE_MATCH;
    }
}
