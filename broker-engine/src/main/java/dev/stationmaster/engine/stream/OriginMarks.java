package dev.stationmaster.engine.stream;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.image.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// How far each origin was copied: for each source by its key, for a mirror under `""`, the sequence of the last
/// message taken there. A copy is taken only as the next link of its chain: it names the mark that it follows, so that
/// what an earlier leader sent late is neither doubled nor makes a gap. Confined to the group loop.
final class OriginMarks {
    private static final int SOURCES_MAX = 1 << 20;

    private final TreeMap<String, Long> marks = new TreeMap<>();

    /// Sequence of the last message taken from this source, 0 for none.
    long of(String source) {
        return marks.getOrDefault(source, 0L);
    }

    /// Appends a copy and moves its source's mark.
    ///
    /// @return what became of it: a duplicate when it was taken before or is passed over for good, refused when its
    ///     origin must be asked again from the mark
    AppendResult take(OriginCopy copy, Supplier<AppendResult> append) {
        long mark = of(copy.source());
        if (copy.sequence() <= mark) {
            return new AppendResult.Duplicate(mark);
        }
        if (copy.previous() != mark) {
            return new AppendResult.Refused(JetStreamErrors.GENERIC_10077.with(
                    "err", "the copy of " + copy.sequence() + " follows " + copy.previous() + ", not " + mark));
        }
        AppendResult result = append.get();
        if (result instanceof AppendResult.Refused(JetStreamError error)) {
            if (mayPassLater(error)) {
                return result;
            }
            result = new AppendResult.Duplicate(copy.sequence());
        }
        marks.put(copy.source(), copy.sequence());
        return result;
    }

    /// Whether there was no room, which may change; anything else is wrong with the message itself.
    private static boolean mayPassLater(JetStreamError error) {
        return error.errorCode() == JetStreamErrors.GENERIC_10077.errorCode()
                || error.equals(JetStreamErrors.INSUFFICIENT_RESOURCES);
    }

    Map<String, Long> toMap() {
        return new TreeMap<>(marks);
    }

    void replace(Map<String, Long> restored) {
        marks.clear();
        marks.putAll(restored);
    }

    void write(DataOutput out) throws IOException {
        Fields.writeCount(out, marks.size());
        for (var mark : marks.entrySet()) {
            Fields.writeText(out, mark.getKey());
            Fields.writeCount(out, mark.getValue());
        }
    }

    void read(DataInput in) throws IOException {
        for (int left = Fields.readSize(in, SOURCES_MAX); left > 0; left--) {
            marks.put(Fields.readText(in), Fields.readCount(in));
        }
    }
}
