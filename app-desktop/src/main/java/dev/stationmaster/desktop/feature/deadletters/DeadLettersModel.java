package dev.stationmaster.desktop.feature.deadletters;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.TaskRunner;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.DeadLettersView;
import dev.stationmaster.gateway.view.DeadLettersView.Cause;
import dev.stationmaster.gateway.view.DeadLettersView.DeadLetter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// Dead letters by cause: which are open, which are chosen, and what is done with them.
public final class DeadLettersModel extends LiveModel<DeadLettersView> {
    /// A row of the list: a cause, or below an open cause one letter.
    public sealed interface Row {
        record CauseRow(Cause cause, String text, boolean open, String stations, String groups, long lastMillis)
                implements Row {}

        record LetterRow(DeadLetter letter, String cause) implements Row {}

        /// What identifies the row from one refresh to the next.
        default Object key() {
            return switch (this) {
                case CauseRow(var cause, var _, var _, var _, var _, var _) -> cause.cause();
                case LetterRow(var letter, var _) -> letter.id();
            };
        }
    }

    /// Letters up to this many are dropped at once with an undo; more are asked about first.
    public static final int UNDOABLE = 100;

    private final String station;
    private final Supplier<ConsoleLink> link;
    private final Set<String> open = new HashSet<>();
    private final Set<Long> held = new HashSet<>();
    private final ObjectProperty<@Nullable Row> chosen = new SimpleObjectProperty<>();
    private boolean openedFirst;
    private boolean acting;

    public DeadLettersModel(String station, Supplier<ConsoleLink> link, TaskRunner runner, Clock clock) {
        super(runner, clock);
        this.station = station;
        this.link = link;
    }

    /// The station that is looked at, or empty for all.
    public String station() {
        return station;
    }

    public ObjectProperty<@Nullable Row> chosenProperty() {
        return chosen;
    }

    /// Opens a closed cause and closes an open one.
    public void toggle(String cause) {
        if (!open.remove(cause)) {
            open.add(cause);
        }
        republish();
    }

    /// The rows to show; the largest cause is open at first.
    public List<Row> rows(DeadLettersView view) {
        Map<Long, DeadLetter> letters = new HashMap<>();
        view.deadLetters().forEach(letter -> letters.put(letter.id(), letter));
        if (!openedFirst && !view.causes().isEmpty()) {
            openedFirst = true;
            open.add(view.causes().getFirst().cause());
        }
        List<Row> rows = new ArrayList<>();
        for (Cause cause : view.causes()) {
            List<DeadLetter> of = cause.ids().stream()
                    .filter(id -> !held.contains(id))
                    .map(letters::get)
                    .filter(java.util.Objects::nonNull)
                    .toList();
            if (of.isEmpty() && held.containsAll(cause.ids())) {
                continue;
            }
            boolean isOpen = open.contains(cause.cause());
            rows.add(causeRow(cause, of, isOpen));
            if (isOpen) {
                of.forEach(letter -> rows.add(new Row.LetterRow(letter, cause.cause())));
            }
        }
        return rows;
    }

    /// Letters that are there and not held back for an undo.
    public long count(DeadLettersView view) {
        return Math.max(0, view.total() - held.size());
    }

    /// The ids that an action now means: one letter, or all of a cause.
    public List<Long> chosenIds() {
        return switch (chosen.get()) {
            case null -> List.of();
            case Row.CauseRow(var cause, var _, var _, var _, var _, var _) ->
                cause.ids().stream().filter(id -> !held.contains(id)).toList();
            case Row.LetterRow(var letter, var _) -> List.of(letter.id());
        };
    }

    /// Whether any chosen letter has a group to go back to; a message refused by its schema never had one.
    public boolean resendable() {
        Set<Long> ids = new HashSet<>(chosenIds());
        return state().best().stream()
                .flatMap(view -> view.deadLetters().stream())
                .anyMatch(
                        letter -> ids.contains(letter.id()) && !letter.groups().isEmpty());
    }

    /// The command that does the same.
    public String command(String verb) {
        List<Long> ids = chosenIds();
        String shown = ids.stream().limit(12).map(String::valueOf).collect(Collectors.joining(" "));
        return "stationmaster dls " + verb + " " + shown + (ids.size() > 12 ? " …" : "");
    }

    /// Sends the chosen letters to the groups that failed them, and to nobody else.
    public void resend(Consumer<DeadLettersView.Resent> done, Consumer<Throwable> failed) {
        List<Long> ids = chosenIds();
        if (ids.isEmpty() || acting) {
            return;
        }
        acting = true;
        ConsoleLink cluster = link.get();
        runner().run(BackgroundTask.shown(t("dead.task.resend", ids.size()), progress -> cluster.resend(ids))
                .onSuccess(done)
                .onFailure(failed)
                .onFinished(() -> {
                    acting = false;
                    refresh();
                }));
    }

    /// Takes the chosen letters out of sight; they are dropped by [#drop] or come back by [#giveBack].
    public List<Long> hold() {
        List<Long> ids = chosenIds();
        held.addAll(ids);
        chosen.set(null);
        republish();
        return ids;
    }

    public void giveBack(List<Long> ids) {
        held.removeAll(ids);
        republish();
    }

    /// Drops letters for good.
    public void drop(List<Long> ids, Consumer<Throwable> failed) {
        ConsoleLink cluster = link.get();
        runner().run(BackgroundTask.quiet("drop dead letters", progress -> cluster.drop(ids))
                .onFailure(failed)
                .onFinished(() -> {
                    held.removeAll(ids);
                    refresh();
                }));
    }

    /// The chosen letter, or the newest of the chosen cause.
    public Optional<DeadLetter> inspected(DeadLettersView view) {
        return switch (chosen.get()) {
            case null -> Optional.empty();
            case Row.LetterRow(var letter, var _) -> Optional.of(letter);
            case Row.CauseRow(var cause, var _, var _, var _, var _, var _) ->
                view.deadLetters().stream()
                        .filter(letter -> cause.ids().contains(letter.id()))
                        .findFirst();
        };
    }

    @Override
    protected BackgroundTask.Work<DeadLettersView> request() {
        ConsoleLink cluster = link.get();
        return progress -> cluster.deadLetters(station);
    }

    @Override
    protected ViewState.@Nullable Reason emptiness(DeadLettersView view) {
        if (!rows(view).isEmpty()) {
            return null;
        }
        return station.isEmpty() ? ViewState.Reason.NONE_EXIST : ViewState.Reason.NONE_MATCH;
    }

    /// The cause in words; the gateway leaves it empty where deliveries simply ran out.
    private static String text(Cause cause, List<DeadLetter> letters) {
        if (!cause.cause().isEmpty()) {
            return cause.cause();
        }
        Integer deliveries = letters.isEmpty() ? null : letters.getFirst().deliveries();
        return deliveries == null ? t("dead.kind.poison") : t("dead.past", deliveries);
    }

    private static Row causeRow(Cause cause, List<DeadLetter> letters, boolean open) {
        Set<String> stations = new LinkedHashSet<>();
        Set<String> groups = new LinkedHashSet<>();
        long last = 0;
        for (DeadLetter letter : letters) {
            stations.add(letter.station());
            groups.addAll(letter.groups());
            last = Math.max(last, letter.lastMillis());
        }
        return new Row.CauseRow(
                cause, text(cause, letters), open, String.join(", ", stations), String.join(", ", groups), last);
    }
}
