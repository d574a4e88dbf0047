package dev.stationmaster.engine.consumer;

import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.image.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Bytes of a [ConsumerConfig], the same in commands and images: a version, then the fields in order.
public final class ConsumerConfigCodec {
    private static final int VERSION = 1;

    private ConsumerConfigCodec() {}

    public static void write(DataOutput out, ConsumerConfig config) throws IOException {
        out.writeByte(VERSION);
        Fields.writeText(out, config.name());
        out.writeBoolean(config.durable());
        out.writeBoolean(config.named());
        Fields.writeText(out, config.description());
        Fields.writeEnum(out, config.deliverPolicy());
        Fields.writeCount(out, config.startSequence());
        out.writeLong(config.startTimeNanos());
        Fields.writeEnum(out, config.ackPolicy());
        Fields.writeLimit(out, config.ackWaitNanos());
        Fields.writeLimit(out, config.maxDeliver());
        Fields.writeCount(out, config.backoffNanos().size());
        for (long backoff : config.backoffNanos()) {
            Fields.writeCount(out, backoff);
        }
        Fields.writeTexts(out, config.filters());
        out.writeBoolean(config.singleFilter());
        out.writeBoolean(config.replayOriginal());
        Fields.writeLimit(out, config.rateLimitBitsPerSecond());
        Fields.writeText(out, config.sampleFrequency());
        Fields.writeLimit(out, config.maxWaiting());
        Fields.writeLimit(out, config.maxAckPending());
        Fields.writeLimit(out, config.idleHeartbeatNanos());
        out.writeBoolean(config.flowControl());
        out.writeBoolean(config.headersOnly());
        Fields.writeLimit(out, config.maxBatch());
        Fields.writeLimit(out, config.maxExpiresNanos());
        Fields.writeLimit(out, config.maxBytes());
        Fields.writeText(out, config.deliverSubject());
        Fields.writeText(out, config.deliverGroup());
        Fields.writeLimit(out, config.inactiveThresholdNanos());
        Fields.writeLimit(out, config.replicas());
        out.writeBoolean(config.memoryStorage());
        out.writeBoolean(config.direct());
        Fields.writeMap(out, config.metadata());
        out.writeBoolean(config.ephemeral());
    }

    public static ConsumerConfig read(DataInput in) throws IOException {
        Fields.requireVersion(in, VERSION, "a consumer configuration");
        return new ConsumerConfig(
                Fields.readText(in),
                in.readBoolean(),
                in.readBoolean(),
                Fields.readText(in),
                Fields.readEnum(in, DeliverPolicy.class),
                Fields.readCount(in),
                in.readLong(),
                Fields.readEnum(in, AckPolicy.class),
                Fields.readLimit(in),
                Fields.readIntLimit(in),
                readCounts(in),
                Fields.readTexts(in),
                in.readBoolean(),
                in.readBoolean(),
                Fields.readLimit(in),
                Fields.readText(in),
                Fields.readIntLimit(in),
                Fields.readIntLimit(in),
                Fields.readLimit(in),
                in.readBoolean(),
                in.readBoolean(),
                Fields.readIntLimit(in),
                Fields.readLimit(in),
                Fields.readIntLimit(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readLimit(in),
                Fields.readIntLimit(in),
                in.readBoolean(),
                in.readBoolean(),
                Fields.readMap(in),
                in.readBoolean());
    }

    private static List<Long> readCounts(DataInput in) throws IOException {
        int size = Fields.readSize(in, 1 << 16);
        List<Long> counts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            counts.add(Fields.readCount(in));
        }
        return counts;
    }
}
