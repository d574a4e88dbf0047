package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.storage.LogRecord;
import dev.stationmaster.engine.storage.SegmentLog;
import dev.stationmaster.engine.stream.StreamState;
import dev.stationmaster.engine.stream.StreamState.SubjectCount;
import dev.stationmaster.engine.stream.SubjectFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What can be asked of one stream's messages. A filter that passes every subject of the stream, or none, is answered
/// from counts and sets alone; only a filter in between looks through the index. Confined to the group loop.
final class StreamReads {
    private static final int SELECTIONS_MAX = 64;

    private enum Coverage {
        ALL,
        SOME,
        NONE
    }

    /// A filter and what it covers of the subjects that the stream has.
    private static final class Selection {
        final SubjectFilter filter;
        Coverage coverage = Coverage.SOME;
        long version = -1;

        Selection(SubjectFilter filter) {
            this.filter = filter;
        }
    }

    private final StreamState stream;
    private final StreamFiles files;
    private final Map<List<String>, Selection> selections = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Selection> eldest) {
            return size() > SELECTIONS_MAX;
        }
    };

    StreamReads(StreamState stream, StreamFiles files) {
        this.stream = stream;
        this.files = files;
    }

    @Nullable
    StoredMessage load(long sequence) {
        if (!stream.has(sequence)) {
            return null;
        }
        LogRecord record = files.log().read(sequence);
        if (record == null) {
            throw new IllegalStateException(
                    "message " + sequence + " of " + stream.config().name() + " has no record");
        }
        return new StoredMessage(
                record.sequence(), record.timeNanos(), record.subject(), record.headers(), record.payload());
    }

    @Nullable
    StoredMessage loadLast(String pattern) {
        long last = last(SubjectFilter.of(List.of(pattern)));
        return last == 0 ? null : load(last);
    }

    /// Last sequence that passes the filter, 0 for none.
    long last(SubjectFilter filter) {
        if (filter.isAll()) {
            return stream.lastMessage();
        }
        long last = 0;
        for (String subject : matching(filter)) {
            last = Math.max(last, stream.lastOf(subject));
        }
        return last;
    }

    @Nullable
    StoredMessage loadNext(long fromInclusive, List<String> filters) {
        long next = next(fromInclusive, filters);
        return next == 0 ? null : load(next);
    }

    private long next(long fromInclusive, List<String> filters) {
        Selection selection = selection(filters);
        return switch (selection.coverage) {
            case ALL -> stream.nextMessage(fromInclusive);
            case NONE -> 0;
            case SOME -> {
                long[] found = {0};
                visit(Math.max(fromInclusive, stream.firstSequence()), stream.lastSequence(), selection, sequence -> {
                    found[0] = sequence;
                    return false;
                });
                yield found[0];
            }
        };
    }

    long count(long fromInclusive, List<String> filters) {
        Selection selection = selection(filters);
        long first = stream.firstSequence();
        long last = stream.lastSequence();
        return switch (selection.coverage) {
            case ALL -> stream.countRange(fromInclusive, last);
            case NONE -> 0;
            case SOME -> {
                if (fromInclusive <= first) {
                    yield total(selection);
                }
                if (fromInclusive > last) {
                    yield 0;
                }
                // The shorter side is counted, the longer one follows from the total.
                yield fromInclusive - first < last - fromInclusive
                        ? total(selection) - countThrough(first, fromInclusive - 1, selection)
                        : countThrough(fromInclusive, last, selection);
            }
        };
    }

    private long total(Selection selection) {
        long total = 0;
        for (String subject : matching(selection.filter)) {
            total += stream.subjectMessages(subject);
        }
        return total;
    }

    private long countThrough(long from, long to, Selection selection) {
        long[] count = {0};
        visit(from, to, selection, sequence -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    /// Passes every message of the range that the filter lets through, ascending; both ends belong to it.
    void forEach(long fromInclusive, long toInclusive, List<String> filters, LongConsumer action) {
        Selection selection = selection(filters);
        if (selection.coverage == Coverage.ALL) {
            for (long at = stream.nextMessage(fromInclusive);
                    at != 0 && at <= toInclusive;
                    at = stream.nextMessage(at + 1)) {
                action.accept(at);
            }
        } else if (selection.coverage == Coverage.SOME) {
            visit(Math.max(fromInclusive, stream.firstSequence()), toInclusive, selection, sequence -> {
                action.accept(sequence);
                return true;
            });
        }
    }

    private interface Visitor {
        boolean visit(long sequence);
    }

    private void visit(long from, long to, Selection selection, Visitor visitor) {
        SegmentLog log = files.log();
        log.visit(from, to, selection.filter, (sequence, _) -> !stream.has(sequence) || visitor.visit(sequence));
    }

    long sequenceAt(long timeNanos) {
        long record = files.log().sequenceAt(timeNanos);
        long message = record == 0 ? 0 : stream.nextMessage(record);
        return message == 0 ? stream.lastSequence() + 1 : message;
    }

    Map<String, Long> subjects(String pattern) {
        SubjectFilter filter = SubjectFilter.of(List.of(pattern));
        Map<String, Long> counts = new TreeMap<>();
        for (SubjectCount count : stream.subjectCounts()) {
            if (filter.test(count.subject())) {
                counts.put(count.subject(), count.messages());
            }
        }
        return counts;
    }

    List<Long> lastPerSubject(List<String> filters) {
        List<Long> last = new ArrayList<>();
        for (String subject : matching(SubjectFilter.of(filters))) {
            last.add(stream.lastOf(subject));
        }
        Collections.sort(last);
        return last;
    }

    private List<String> matching(SubjectFilter filter) {
        List<String> matching = new ArrayList<>();
        if (filter.isLiteral() && !filter.isAll()) {
            for (String subject : filter.patterns()) {
                if (stream.subjectMessages(subject) > 0 && !matching.contains(subject)) {
                    matching.add(subject);
                }
            }
            return matching;
        }
        for (SubjectCount count : stream.subjectCounts()) {
            if (filter.test(count.subject())) {
                matching.add(count.subject());
            }
        }
        return matching;
    }

    private Selection selection(List<String> filters) {
        Selection selection = selections.get(filters);
        if (selection == null) {
            selection = new Selection(SubjectFilter.of(filters));
            selections.put(List.copyOf(filters), selection);
        }
        if (selection.version != stream.subjectsVersion()) {
            int matching = selection.filter.isAll()
                    ? stream.subjectCount()
                    : matching(selection.filter).size();
            selection.coverage =
                    matching == 0 ? Coverage.NONE : matching == stream.subjectCount() ? Coverage.ALL : Coverage.SOME;
            selection.version = stream.subjectsVersion();
        }
        return selection;
    }
}
