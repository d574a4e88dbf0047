package dev.stationmaster.engine.stream;

import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Republish;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes of a [StreamConfig], the same in commands and images: a version, then the fields in order. Version 1 ends
/// before transform, mirror, sources, placement and consumer limits.
public final class StreamConfigCodec {
    private static final int VERSION = 2;

    private StreamConfigCodec() {}

    public static void write(DataOutput out, StreamConfig config) throws IOException {
        out.writeByte(VERSION);
        Fields.writeText(out, config.name());
        Fields.writeText(out, config.description());
        Fields.writeTexts(out, config.subjects());
        Fields.writeEnum(out, config.retention());
        Fields.writeLimit(out, config.maxConsumers());
        Fields.writeLimit(out, config.maxMessages());
        Fields.writeLimit(out, config.maxBytes());
        Fields.writeLimit(out, config.maxAgeNanos());
        Fields.writeLimit(out, config.maxMessagesPerSubject());
        Fields.writeLimit(out, config.maxMessageSize());
        Fields.writeEnum(out, config.discard());
        out.writeBoolean(config.discardNewPerSubject());
        Fields.writeEnum(out, config.storage());
        Fields.writeLimit(out, config.replicas());
        out.writeBoolean(config.noAck());
        Fields.writeLimit(out, config.duplicateWindowNanos());
        Fields.writeText(out, config.compression());
        Fields.writeCount(out, config.firstSequence());
        out.writeBoolean(config.allowDirect());
        out.writeBoolean(config.sealed());
        out.writeBoolean(config.denyDelete());
        out.writeBoolean(config.denyPurge());
        out.writeBoolean(config.allowRollup());
        writeRepublish(out, config.republish());
        Fields.writeMap(out, config.metadata());
        Fields.writeLimit(out, config.holdWithoutConsumersNanos());
        out.writeBoolean(config.exhaustedCountsAsAcked());
        StreamFlowCodec.write(out, config);
    }

    public static StreamConfig read(DataInput in) throws IOException {
        int version = Fields.readVersion(in, VERSION, "a stream configuration");
        StreamConfig first = readFirst(in);
        return version == 1 ? first : first.with(StreamFlowCodec.read(in));
    }

    private static StreamConfig readFirst(DataInput in) throws IOException {
        return new StreamConfig(
                Fields.readText(in),
                Fields.readText(in),
                Fields.readTexts(in),
                Fields.readEnum(in, Retention.class),
                Fields.readIntLimit(in),
                Fields.readLimit(in),
                Fields.readLimit(in),
                Fields.readLimit(in),
                Fields.readLimit(in),
                Fields.readIntLimit(in),
                Fields.readEnum(in, Discard.class),
                in.readBoolean(),
                Fields.readEnum(in, Storage.class),
                Fields.readIntLimit(in),
                in.readBoolean(),
                Fields.readLimit(in),
                Fields.readText(in),
                Fields.readCount(in),
                in.readBoolean(),
                in.readBoolean(),
                in.readBoolean(),
                in.readBoolean(),
                in.readBoolean(),
                readRepublish(in),
                null,
                null,
                List.of(),
                false,
                null,
                StreamConfig.ConsumerLimits.NONE,
                Fields.readMap(in),
                Fields.readLimit(in),
                in.readBoolean());
    }

    private static void writeRepublish(DataOutput out, @Nullable Republish republish) throws IOException {
        out.writeBoolean(republish != null);
        if (republish != null) {
            Fields.writeText(out, republish.source());
            Fields.writeText(out, republish.destination());
            out.writeBoolean(republish.headersOnly());
        }
    }

    private static @Nullable Republish readRepublish(DataInput in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        return new Republish(Fields.readText(in), Fields.readText(in), in.readBoolean());
    }
}
