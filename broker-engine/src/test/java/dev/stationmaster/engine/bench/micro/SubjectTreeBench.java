package dev.stationmaster.engine.bench.micro;

import dev.stationmaster.engine.subject.SubjectTree;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Who is interested in a subject, among many who are in others.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SubjectTreeBench {
    @Param({"10", "10000"})
    public int patterns;

    private final SubjectTree<String> tree = new SubjectTree<>();

    @Setup
    public void plant() {
        for (int i = 0; i < patterns; i++) {
            tree.put("orders." + i + ".new", "a");
        }
        tree.put("orders.*.new", "b");
        tree.put("orders.>", "c");
        tree.put("_INBOX.h9dfg7sd8f.*", "d");
    }

    @Benchmark
    public List<String> literalAndBothWildcards() {
        return tree.match("orders.7.new");
    }

    @Benchmark
    public List<String> inbox() {
        return tree.match("_INBOX.h9dfg7sd8f.4711");
    }

    @Benchmark
    public List<String> nobody() {
        return tree.match("invoices.7.new");
    }
}
