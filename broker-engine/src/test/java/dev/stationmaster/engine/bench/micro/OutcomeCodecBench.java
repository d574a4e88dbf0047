package dev.stationmaster.engine.bench.micro;

import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// The outcomes of a batch on their way back to its origin. Time is of one outcome.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutcomeCodecBench {
    private static final int OUTCOMES = 256;

    private final byte[] run = write(1);
    private final byte[] everyOther = write(2);

    @Benchmark
    @OperationsPerInvocation(OUTCOMES)
    public byte[] writeRun() {
        return write(1);
    }

    @Benchmark
    @OperationsPerInvocation(OUTCOMES)
    public void readRun(Blackhole hole) {
        read(run, hole);
    }

    /// Sequences of two streams in turn make no runs.
    @Benchmark
    @OperationsPerInvocation(OUTCOMES)
    public void readWithoutRuns(Blackhole hole) {
        read(everyOther, hole);
    }

    private static byte[] write(int step) {
        OutcomeCodec.Writer writer = new OutcomeCodec.Writer();
        for (int i = 0; i < OUTCOMES; i++) {
            writer.add(new Outcome.Stored(1_000_000L + (long) i * step));
        }
        return writer.toBytes();
    }

    private static void read(byte[] bytes, Blackhole hole) {
        OutcomeCodec.Reader reader = new OutcomeCodec.Reader(bytes);
        for (int i = 0; i < OUTCOMES; i++) {
            hole.consume(reader.next());
        }
    }
}
