package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfigCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Meta commands as bytes: `kind:u8 | version:u8 | fields`. Most are JSON, being rare.
final class MetaCodec {
    /// Order is the kind's number and never changes; new kinds go to the end.
    private static final List<Class<? extends MetaCommand>> KINDS = List.of(
            MetaCommand.CreateStream.class,
            MetaCommand.CreateStation.class,
            MetaCommand.Ready.class,
            MetaCommand.UpdateSubjects.class,
            MetaCommand.UpdateStation.class,
            MetaCommand.Delete.class,
            MetaCommand.Forget.class,
            MetaCommand.PutUsers.class);

    /// The record as JSON.
    private static final byte TEXT = 1;

    /// Fields in order; of the two kinds that come with each stream.
    private static final byte BINARY = 2;

    private static final byte CREATE_STREAM = 0;
    private static final byte READY = 2;

    static final JsonMapper JSON = JsonMapper.builder().build();

    static boolean understands(int kind, int version) {
        return kind >= 0
                && kind < KINDS.size()
                && (version == TEXT || (version == BINARY && (kind == CREATE_STREAM || kind == READY)));
    }

    static byte[] encode(MetaCommand command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(KINDS.indexOf(command.getClass()));
            switch (command) {
                case MetaCommand.CreateStream(StreamConfig config, List<String> groups) -> {
                    out.writeByte(BINARY);
                    StreamConfigCodec.write(out, config);
                    Fields.writeTexts(out, groups);
                }
                case MetaCommand.Ready(long id) -> {
                    out.writeByte(BINARY);
                    out.writeLong(id);
                }
                default -> {
                    out.writeByte(TEXT);
                    out.write(JSON.writeValueAsBytes(command));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// @throws IllegalArgumentException for a kind or version that this program does not know
    static MetaCommand decode(byte[] bytes) {
        if (bytes.length < 2 || !understands(bytes[0], bytes[1])) {
            throw new IllegalArgumentException("meta command of kind " + (bytes.length > 0 ? bytes[0] : -1)
                    + ", version " + (bytes.length > 1 ? bytes[1] : -1) + " is unknown; known are kinds 0.."
                    + (KINDS.size() - 1) + " of version " + TEXT + ", some of " + BINARY);
        }
        if (bytes[1] == TEXT) {
            String json = new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
            return JSON.readValue(json, KINDS.get(bytes[0]));
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 2, bytes.length - 2));
            return bytes[0] == READY
                    ? new MetaCommand.Ready(in.readLong())
                    : new MetaCommand.CreateStream(StreamConfigCodec.read(in), Fields.readTexts(in));
        } catch (IOException e) {
            throw new IllegalArgumentException("meta command of kind " + bytes[0] + " is cut off or broken", e);
        }
    }

    private MetaCodec() {}
}
