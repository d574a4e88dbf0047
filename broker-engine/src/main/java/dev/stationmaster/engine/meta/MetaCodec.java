package dev.stationmaster.engine.meta;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Meta commands and images as bytes: `kind:u8 | version:u8 | JSON`. Changes of names are rare, so they may be
/// readable.
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

    private static final byte VERSION = 1;

    static final JsonMapper JSON = JsonMapper.builder().build();

    static boolean understands(int kind, int version) {
        return kind >= 0 && kind < KINDS.size() && version == VERSION;
    }

    static byte[] encode(MetaCommand command) {
        byte[] json = JSON.writeValueAsBytes(command);
        byte[] bytes = new byte[json.length + 2];
        bytes[0] = (byte) KINDS.indexOf(command.getClass());
        bytes[1] = VERSION;
        System.arraycopy(json, 0, bytes, 2, json.length);
        return bytes;
    }

    /// @throws IllegalArgumentException for a kind or version that this program does not know
    static MetaCommand decode(byte[] bytes) {
        if (bytes.length < 2 || !understands(bytes[0], bytes[1])) {
            throw new IllegalArgumentException("meta command of kind " + (bytes.length > 0 ? bytes[0] : -1)
                    + ", version " + (bytes.length > 1 ? bytes[1] : -1) + " is unknown; known are kinds 0.."
                    + (KINDS.size() - 1) + " of version " + VERSION);
        }
        String json = new String(Arrays.copyOfRange(bytes, 2, bytes.length), StandardCharsets.UTF_8);
        return JSON.readValue(json, KINDS.get(bytes[0]));
    }

    private MetaCodec() {}
}
