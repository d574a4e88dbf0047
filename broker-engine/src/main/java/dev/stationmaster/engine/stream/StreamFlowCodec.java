package dev.stationmaster.engine.stream;

import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.stream.StreamConfig.ConsumerLimits;
import dev.stationmaster.engine.stream.StreamConfig.Placement;
import dev.stationmaster.engine.stream.StreamConfig.Transform;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes of the parts of a [StreamConfig] that say where messages come from and who may read them: transform, mirror,
/// sources, placement, consumer limits.
final class StreamFlowCodec {
    private static final int SOURCES_MAX = 1 << 16;

    private StreamFlowCodec() {}

    static void write(DataOutput out, StreamConfig config) throws IOException {
        writeTransform(out, config.transform());
        out.writeBoolean(config.mirror() != null);
        if (config.mirror() != null) {
            writeSource(out, config.mirror());
        }
        Fields.writeCount(out, config.sources().size());
        for (StreamSource source : config.sources()) {
            writeSource(out, source);
        }
        out.writeBoolean(config.mirrorDirect());
        @Nullable Placement placement = config.placement();
        out.writeBoolean(placement != null);
        if (placement != null) {
            Fields.writeText(out, placement.cluster());
            Fields.writeTexts(out, placement.tags());
        }
        Fields.writeLimit(out, config.consumerLimits().inactiveThresholdNanos());
        Fields.writeLimit(out, config.consumerLimits().maxAckPending());
    }

    private static void writeTransform(DataOutput out, @Nullable Transform transform) throws IOException {
        out.writeBoolean(transform != null);
        if (transform != null) {
            Fields.writeText(out, transform.source());
            Fields.writeText(out, transform.destination());
        }
    }

    private static void writeSource(DataOutput out, StreamSource source) throws IOException {
        Fields.writeText(out, source.name());
        Fields.writeCount(out, source.startSequence());
        out.writeLong(source.startTimeNanos());
        Fields.writeText(out, source.filter());
        Fields.writeCount(out, source.transforms().size());
        for (Transform transform : source.transforms()) {
            writeTransform(out, transform);
        }
        StreamSource.@Nullable External external = source.external();
        out.writeBoolean(external != null);
        if (external != null) {
            Fields.writeText(out, external.api());
            Fields.writeText(out, external.deliver());
        }
    }

    /// What was read, in the order of the configuration's fields.
    record Flow(
            @Nullable Transform transform,
            @Nullable StreamSource mirror,
            List<StreamSource> sources,
            boolean mirrorDirect,
            @Nullable Placement placement,
            ConsumerLimits consumerLimits) {}

    static Flow read(DataInput in) throws IOException {
        @Nullable Transform transform = readTransform(in);
        @Nullable StreamSource mirror = in.readBoolean() ? readSource(in) : null;
        List<StreamSource> sources = new ArrayList<>();
        for (int left = Fields.readSize(in, SOURCES_MAX); left > 0; left--) {
            sources.add(readSource(in));
        }
        boolean direct = in.readBoolean();
        @Nullable
        Placement placement = in.readBoolean() ? new Placement(Fields.readText(in), Fields.readTexts(in)) : null;
        ConsumerLimits limits = new ConsumerLimits(Fields.readLimit(in), Fields.readIntLimit(in));
        return new Flow(transform, mirror, sources, direct, placement, limits);
    }

    private static @Nullable Transform readTransform(DataInput in) throws IOException {
        return in.readBoolean() ? new Transform(Fields.readText(in), Fields.readText(in)) : null;
    }

    private static StreamSource readSource(DataInput in) throws IOException {
        String name = Fields.readText(in);
        long startSequence = Fields.readCount(in);
        long startTime = in.readLong();
        String filter = Fields.readText(in);
        List<Transform> transforms = new ArrayList<>();
        for (int left = Fields.readSize(in, SOURCES_MAX); left > 0; left--) {
            Transform transform = readTransform(in);
            if (transform == null) {
                throw new IOException("a transform of source '" + name + "' is missing");
            }
            transforms.add(transform);
        }
        StreamSource.@Nullable External external =
                in.readBoolean() ? new StreamSource.External(Fields.readText(in), Fields.readText(in)) : null;
        return new StreamSource(name, startSequence, startTime, filter, transforms, external);
    }
}
