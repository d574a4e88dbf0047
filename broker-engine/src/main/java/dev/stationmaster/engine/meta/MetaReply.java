package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.image.Fields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What apply says to the node that asked for a change: the owner as it now is, whether it existed before, and the
/// Raft index of the change, which other nodes must have applied before the caller is answered.
///
/// `version:u8 = 2 | existed | index | hasOwner | owner`; version 1 was JSON, of which some may still be remembered.
record MetaReply(MetaState.@Nullable Owner owner, boolean existed, long index) {
    private static final int VERSION = 2;

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(VERSION);
            out.writeBoolean(existed);
            Fields.writeCount(out, index);
            out.writeBoolean(owner != null);
            if (owner != null) {
                OwnerCodec.write(out, owner);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static MetaReply of(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == '{') {
            return MetaCodec.JSON.readValue(new String(bytes, StandardCharsets.UTF_8), MetaReply.class);
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            Fields.requireVersion(in, VERSION, "an answer of the meta group");
            boolean existed = in.readBoolean();
            long index = Fields.readCount(in);
            return new MetaReply(in.readBoolean() ? OwnerCodec.read(in) : null, existed, index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
