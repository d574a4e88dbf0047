package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.NewDeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Dead letters by id.
final class MemoryDeadLetterStore implements DeadLetterStore {
    private final TreeMap<Long, DeadLetter> letters = new TreeMap<>();
    private long lastId;

    @Override
    public synchronized long add(NewDeadLetter letter) {
        Optional<DeadLetter> existing = letters.values().stream()
                .filter(row -> row.kind() == DeadLetter.Kind.POISON && letter.kind() == DeadLetter.Kind.POISON)
                .filter(row -> row.streamId() == letter.streamId() && row.sequence() == letter.sequence())
                .findFirst();
        long id = existing.map(DeadLetter::id).orElseGet(() -> ++lastId);
        letters.put(id, merged(id, letter, existing));
        return id;
    }

    @Override
    public synchronized List<Long> addAll(List<NewDeadLetter> all) {
        return all.stream().map(this::add).toList();
    }

    @Override
    public synchronized Optional<DeadLetter> byId(long id) {
        return Optional.ofNullable(letters.get(id));
    }

    @Override
    public synchronized List<DeadLetter> byIds(Collection<Long> ids) {
        return letters.values().stream().filter(row -> ids.contains(row.id())).toList();
    }

    @Override
    public synchronized List<DeadLetter> list(Filter filter) {
        return newestFirst(row -> filter.station().map(row.station()::equals).orElse(true)
                        && (filter.partition() == 0 || row.partition() == filter.partition())
                        && filter.kind().map(kind -> kind == row.kind()).orElse(true))
                .stream()
                .limit(filter.limit())
                .map(row -> shortened(row, filter.payloadBytesMax()))
                .toList();
    }

    @Override
    public synchronized Map<String, Long> countByStation() {
        Map<String, Long> counts = new TreeMap<>();
        letters.values().forEach(row -> counts.merge(row.station(), 1L, Long::sum));
        return counts;
    }

    @Override
    public synchronized Map<String, Long> countByGroup(String station) {
        Map<String, Long> counts = new TreeMap<>();
        letters.values().stream()
                .filter(row -> row.station().equals(station))
                .forEach(row -> row.groups().forEach(group -> counts.merge(group, 1L, Long::sum)));
        return counts;
    }

    @Override
    public synchronized List<Cause> causes(String station) {
        Map<String, List<Long>> ids = new TreeMap<>();
        for (DeadLetter row : newestFirst(row -> row.station().equals(station))) {
            ids.computeIfAbsent(row.reason(), reason -> new ArrayList<>()).add(row.id());
        }
        return ids.entrySet().stream()
                .map(entry -> new Cause(
                        entry.getKey(),
                        entry.getValue().size(),
                        entry.getValue().stream().limit(1_000).toList()))
                .sorted(Comparator.comparingLong(Cause::count).reversed())
                .toList();
    }

    @Override
    public synchronized boolean removeGroup(long id, String group) {
        DeadLetter row = letters.get(id);
        if (row == null || !row.groups().contains(group)) {
            return false;
        }
        List<String> groups =
                row.groups().stream().filter(name -> !name.equals(group)).toList();
        if (groups.isEmpty()) {
            letters.remove(id);
        } else {
            letters.put(id, with(row, groups, row.payload()));
        }
        return true;
    }

    @Override
    public synchronized int remove(Collection<Long> ids) {
        return removeIf(row -> ids.contains(row.id()));
    }

    @Override
    public synchronized int remove(String station, DeadLetter.Kind kind, Collection<Long> ids) {
        return removeIf(row -> ids.contains(row.id()) && row.station().equals(station) && row.kind() == kind);
    }

    @Override
    public synchronized int removeStation(String station, int partition) {
        return removeIf(row -> row.station().equals(station) && (partition == 0 || row.partition() == partition));
    }

    @Override
    public synchronized int removeBefore(Instant limit) {
        return removeIf(row -> row.lastAt().isBefore(limit));
    }

    private List<DeadLetter> newestFirst(Predicate<DeadLetter> condition) {
        return letters.descendingMap().values().stream()
                .filter(condition)
                .sorted(Comparator.comparing(DeadLetter::lastAt).reversed())
                .toList();
    }

    private int removeIf(Predicate<DeadLetter> condition) {
        int before = letters.size();
        letters.values().removeIf(condition);
        return before - letters.size();
    }

    private static DeadLetter merged(long id, NewDeadLetter letter, Optional<DeadLetter> existing) {
        TreeSet<String> groups = new TreeSet<>();
        existing.ifPresent(row -> groups.addAll(row.groups()));
        if (!letter.group().isEmpty()) {
            groups.add(letter.group());
        }
        return new DeadLetter(
                id,
                letter.station(),
                letter.partition(),
                letter.streamId(),
                letter.sequence(),
                letter.kind(),
                List.copyOf(groups),
                letter.reason(),
                letter.deliveries(),
                letter.producer(),
                Collections.unmodifiableMap(new LinkedHashMap<>(letter.headers())),
                letter.payload(),
                letter.payload().length,
                letter.sentAt(),
                existing.map(DeadLetter::firstAt).orElse(letter.at()),
                existing.map(DeadLetter::lastAt)
                        .filter(last -> last.isAfter(letter.at()))
                        .orElse(letter.at()));
    }

    private static DeadLetter shortened(DeadLetter row, int bytesMax) {
        return row.payload().length <= bytesMax ? row : with(row, row.groups(), Arrays.copyOf(row.payload(), bytesMax));
    }

    private static DeadLetter with(DeadLetter row, List<String> groups, byte[] payload) {
        return new DeadLetter(
                row.id(),
                row.station(),
                row.partition(),
                row.streamId(),
                row.sequence(),
                row.kind(),
                groups,
                row.reason(),
                row.deliveries(),
                row.producer(),
                row.headers(),
                payload,
                row.size(),
                row.sentAt(),
                row.firstAt(),
                row.lastAt());
    }
}
