package dev.stationmaster.engine.meta;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What apply says to the node that asked for a change: the owner as it now is, whether it existed before, and the
/// Raft index of the change, which other nodes must have applied before the caller is answered.
record MetaReply(MetaState.@Nullable Owner owner, boolean existed, long index) {
    byte[] toBytes() {
        return MetaCodec.JSON.writeValueAsBytes(this);
    }

    static MetaReply of(byte[] bytes) {
        return MetaCodec.JSON.readValue(new String(bytes, StandardCharsets.UTF_8), MetaReply.class);
    }
}
