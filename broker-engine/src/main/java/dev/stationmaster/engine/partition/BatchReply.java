package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a group's leader, or a node that was taken for it, says to a [Batch].
///
/// @param value by kind: leader's node (0 unknown), expected number, or current session; else 0
/// @param outcomes for [Kind#APPLIED] the outcomes by position, else empty
public record BatchReply(GroupId group, long session, long number, Kind kind, long value, byte[] outcomes) {
    private static final byte[] NONE = new byte[0];

    public enum Kind {
        /// Committed and applied.
        APPLIED(1),
        /// This node does not lead the group; `value` is who does.
        NOT_LEADER(2),
        /// An earlier batch of the session is missing; `value` is the number that is expected.
        OUT_OF_ORDER(3),
        /// The origin has a newer session, `value`.
        SESSION_ENDED(4),
        /// Not taken for the moment: resend soon.
        BUSY(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("batch reply of unknown kind " + code);
        }
    }

    static BatchReply applied(Batch batch, byte[] outcomes) {
        return new BatchReply(batch.group(), batch.session(), batch.number(), Kind.APPLIED, 0, outcomes);
    }

    static BatchReply of(Batch batch, Kind kind, long value) {
        return new BatchReply(batch.group(), batch.session(), batch.number(), kind, value, NONE);
    }

    /// Bytes that [#writeTo] writes.
    public int encodedLength() {
        return 1 + 1 + group.name().length() + 8 + 8 + 1 + 8 + 4 + outcomes.length;
    }

    /// `version:u8 | nameLength:u8 | name | session:u64 | number:u64 | kind:u8 | value:u64 | length:u32 | outcomes`.
    public void writeTo(ByteBuffer out) {
        byte[] name = group.name().getBytes(StandardCharsets.US_ASCII);
        out.put((byte) 1).put((byte) name.length).put(name).putLong(session).putLong(number);
        out.put((byte) kind.code).putLong(value).putInt(outcomes.length).put(outcomes);
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws IllegalArgumentException when the bytes are not a batch's reply
    public static BatchReply read(ByteBuffer in) {
        try {
            int version = in.get();
            if (version != 1) {
                throw new IllegalArgumentException("batch reply version " + version + " is not 1");
            }
            byte[] name = new byte[in.get()];
            in.get(name);
            long session = in.getLong();
            long number = in.getLong();
            Kind kind = Kind.of(in.get());
            long value = in.getLong();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException("batch reply of kind " + kind + " names " + length + " bytes");
            }
            byte[] outcomes = new byte[length];
            in.get(outcomes);
            GroupId group = new GroupId(new String(name, StandardCharsets.US_ASCII));
            return new BatchReply(group, session, number, kind, value, outcomes);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("batch reply is cut off", e);
        }
    }
}
