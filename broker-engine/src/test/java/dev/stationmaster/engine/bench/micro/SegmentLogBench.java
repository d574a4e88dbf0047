package dev.stationmaster.engine.bench.micro;

import dev.stationmaster.engine.storage.SegmentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Messages appended to a stream's segments and handed to the system in batches; nothing is flushed. A new log for each
/// iteration, below the folder it is run in, which must be on a disk. Time is of one message.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SegmentLogBench {
    private static final int BATCH = 256;
    private static final int OVERHEAD = 30;

    @Param({"128", "1024"})
    public int size;

    /// Subjects that the messages have in turn.
    @Param({"1", "1000"})
    public int subjects;

    private Path folder;
    private SegmentLog log;
    private long sequence;
    private byte[] payload;
    private String[] names;

    @Setup(Level.Iteration)
    public void create() throws IOException {
        folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "segments-");
        log = SegmentLog.create(folder.resolve("stream"), 1);
        sequence = 0;
        payload = new byte[size];
        names = new String[subjects];
        for (int i = 0; i < subjects; i++) {
            names[i] = "orders." + i + ".new";
        }
    }

    @TearDown(Level.Iteration)
    public void delete() throws IOException {
        log.close();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void append() {
        for (int i = 0; i < BATCH; i++) {
            sequence++;
            String subject = names[(int) (sequence % subjects)];
            log.append(
                    sequence,
                    sequence * 1_000,
                    subject,
                    new byte[0],
                    payload,
                    size + OVERHEAD + subject.length(),
                    SegmentLog.SEGMENT_BYTES_MAX);
        }
        log.flushWrites();
    }
}
