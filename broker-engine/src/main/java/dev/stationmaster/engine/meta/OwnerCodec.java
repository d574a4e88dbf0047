package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.stream.StreamConfigCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes of a [MetaState.Owner] in [MetaReply]; settings of a station are JSON.
final class OwnerCodec {
    private static final int STREAMS_MAX = 1 << 20;

    private OwnerCodec() {}

    static void write(DataOutput out, MetaState.Owner owner) throws IOException {
        Fields.writeCount(out, owner.id());
        Fields.writeText(out, owner.name());
        Fields.writeEnum(out, owner.phase());
        out.writeLong(owner.sinceNanos());
        StreamConfigCodec.write(out, owner.template());
        Fields.writeCount(out, owner.streams().size());
        for (StreamRef stream : owner.streams()) {
            Fields.writeCount(out, stream.id());
            Fields.writeText(out, stream.name());
            Fields.writeTexts(out, stream.subjects());
            Fields.writeText(out, stream.group().name());
            Fields.writeCount(out, stream.replicas());
            Fields.writeText(out, stream.station());
            Fields.writeCount(out, stream.partition());
        }
        StationRef.Settings station = owner.station();
        Fields.writeBytes(out, station == null ? new byte[0] : MetaCodec.JSON.writeValueAsBytes(station));
        Fields.writeText(out, owner.createdBy());
        out.writeLong(owner.createdNanos());
    }

    static MetaState.Owner read(DataInput in) throws IOException {
        return new MetaState.Owner(
                Fields.readCount(in),
                Fields.readText(in),
                Fields.readEnum(in, MetaState.Phase.class),
                in.readLong(),
                StreamConfigCodec.read(in),
                streams(in),
                station(Fields.readBytes(in)),
                Fields.readText(in),
                in.readLong());
    }

    private static List<StreamRef> streams(DataInput in) throws IOException {
        List<StreamRef> streams = new ArrayList<>();
        for (int left = Fields.readSize(in, STREAMS_MAX); left > 0; left--) {
            streams.add(new StreamRef(
                    Fields.readCount(in),
                    Fields.readText(in),
                    Fields.readTexts(in),
                    new GroupId(Fields.readText(in)),
                    (int) Fields.readCount(in),
                    Fields.readText(in),
                    (int) Fields.readCount(in)));
        }
        return List.copyOf(streams);
    }

    private static StationRef.@Nullable Settings station(byte[] json) {
        return json.length == 0
                ? null
                : MetaCodec.JSON.readValue(new String(json, StandardCharsets.UTF_8), StationRef.Settings.class);
    }
}
