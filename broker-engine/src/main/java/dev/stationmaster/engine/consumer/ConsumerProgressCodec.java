package dev.stationmaster.engine.consumer;

import dev.stationmaster.engine.consumer.ConsumerProgress.Count;
import dev.stationmaster.engine.consumer.ConsumerProgress.Delay;
import dev.stationmaster.engine.consumer.ConsumerProgress.Exhausted;
import dev.stationmaster.engine.consumer.ConsumerProgress.Range;
import dev.stationmaster.engine.image.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Bytes of a [ConsumerProgress]: a version, the marks, then each list as its size and entries.
public final class ConsumerProgressCodec {
    private static final int VERSION = 1;

    /// More entries in one list than a command can hold.
    private static final int ENTRIES_MAX = 1 << 22;

    private ConsumerProgressCodec() {}

    public static void write(DataOutput out, ConsumerProgress progress) throws IOException {
        out.writeByte(VERSION);
        Fields.writeCount(out, progress.deliveredStreamSequence());
        Fields.writeCount(out, progress.deliveredConsumerSequence());
        Fields.writeCount(out, progress.settled().size());
        for (Range range : progress.settled()) {
            Fields.writeCount(out, range.first());
            Fields.writeCount(out, range.last() - range.first());
        }
        Fields.writeCount(out, progress.counts().size());
        for (Count count : progress.counts()) {
            Fields.writeCount(out, count.sequence());
            Fields.writeCount(out, count.deliveries());
        }
        Fields.writeCount(out, progress.delayed().size());
        for (Delay delay : progress.delayed()) {
            Fields.writeCount(out, delay.sequence());
            out.writeLong(delay.dueGroupTimeNanos());
        }
        Fields.writeCount(out, progress.exhausted().size());
        for (Exhausted exhausted : progress.exhausted()) {
            Fields.writeCount(out, exhausted.sequence());
            Fields.writeCount(out, exhausted.deliveries());
            Fields.writeText(out, exhausted.reason());
        }
    }

    public static ConsumerProgress read(DataInput in) throws IOException {
        Fields.requireVersion(in, VERSION, "a consumer's progress");
        long deliveredStream = Fields.readCount(in);
        long deliveredConsumer = Fields.readCount(in);
        List<Range> settled = new ArrayList<>();
        for (int left = Fields.readSize(in, ENTRIES_MAX); left > 0; left--) {
            long first = Fields.readCount(in);
            settled.add(new Range(first, first + Fields.readCount(in)));
        }
        List<Count> counts = new ArrayList<>();
        for (int left = Fields.readSize(in, ENTRIES_MAX); left > 0; left--) {
            counts.add(new Count(Fields.readCount(in), Fields.readSize(in, Integer.MAX_VALUE)));
        }
        List<Delay> delayed = new ArrayList<>();
        for (int left = Fields.readSize(in, ENTRIES_MAX); left > 0; left--) {
            delayed.add(new Delay(Fields.readCount(in), in.readLong()));
        }
        List<Exhausted> exhausted = new ArrayList<>();
        for (int left = Fields.readSize(in, ENTRIES_MAX); left > 0; left--) {
            exhausted.add(
                    new Exhausted(Fields.readCount(in), Fields.readSize(in, Integer.MAX_VALUE), Fields.readText(in)));
        }
        return new ConsumerProgress(deliveredStream, deliveredConsumer, settled, counts, delayed, exhausted);
    }
}
