package dev.stationmaster.engine.bench.micro;

import dev.stationmaster.engine.protocol.ClientOp;
import dev.stationmaster.engine.protocol.ClientOpDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// A socket's bytes become publishes. Time is of one message.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClientOpDecoderBench {
    private static final int MESSAGES = 256;
    private static final int LINE_MAX = 4_096;
    private static final int PAYLOAD_MAX = 1 << 20;

    @Param({"128", "1024"})
    public int size;

    /// As read from a socket: whole, or in pieces that end anywhere.
    @Param({"0", "1447"})
    public int pieceBytes;

    private ByteBuf bytes;

    @Setup
    public void fill() {
        bytes = Unpooled.directBuffer();
        for (int i = 0; i < MESSAGES; i++) {
            String line = "PUB orders.europe.new _INBOX.h9dfg7sd8f." + i + " " + size + "\r\n";
            bytes.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
            bytes.writeZero(size);
            bytes.writeShort('\r' << 8 | '\n');
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void publishes(Blackhole hole) {
        ClientOpDecoder decoder = new ClientOpDecoder(LINE_MAX, PAYLOAD_MAX);
        int step = pieceBytes == 0 ? bytes.writerIndex() : pieceBytes;
        for (int at = 0; at < bytes.writerIndex(); at += step) {
            ByteBuf piece = bytes.slice(at, Math.min(step, bytes.writerIndex() - at));
            for (ClientOp op = decoder.next(piece); op != null; op = decoder.next(piece)) {
                hole.consume(op);
            }
        }
    }
}
