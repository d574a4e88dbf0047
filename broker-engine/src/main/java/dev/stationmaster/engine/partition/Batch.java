package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Payloads;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Numbered bundle of commands of one origin session to one group (engine.md §4). Commands and payloads are apart:
/// `commands` is a run of `commandLength:u32 | payloadLength:u32 | command`, `payloads` the payloads in the same order.
/// The bytes are not changed after construction.
///
/// @param origin number of the node that collected it
/// @param session of that origin, higher than its earlier ones
/// @param number 1, 2, 3 … within the session
/// @param acknowledgedUpTo outcomes of batches up to here have arrived and may be forgotten
/// @param count how many commands there are
/// @param lasting whether any command must outlive a power cut; not sent to other nodes, which take it that it must
public record Batch(
        GroupId group,
        int origin,
        long session,
        long number,
        long acknowledgedUpTo,
        int count,
        boolean lasting,
        byte[] commands,
        Payloads payloads) {
    private static final int FIXED = 1 + 1 + 4 + 8 + 8 + 8 + 4 + 4 + 4;

    /// Bytes of commands and payloads.
    int bytes() {
        return commands.length + payloads.length();
    }

    /// Bytes that [#writeTo] writes.
    public int encodedLength() {
        return FIXED + group.name().length() + commands.length + payloads.length();
    }

    /// `version:u8 | nameLength:u8 | name | origin:u32 | session:u64 | number:u64 | acknowledged:u64 | count:u32 |
    /// commandBytes:u32 | payloadBytes:u32 | commands | payloads`, big-endian.
    public void writeTo(ByteBuffer out) {
        byte[] name = group.name().getBytes(StandardCharsets.US_ASCII);
        out.put((byte) 1).put((byte) name.length).put(name);
        out.putInt(origin).putLong(session).putLong(number).putLong(acknowledgedUpTo);
        out.putInt(count).putInt(commands.length).putInt(payloads.length()).put(commands);
        payloads.writeTo(out);
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws IllegalArgumentException when the bytes are not a batch
    public static Batch read(ByteBuffer in) {
        try {
            int version = in.get();
            if (version != 1) {
                throw new IllegalArgumentException("batch version " + version + " is not 1");
            }
            byte[] name = new byte[in.get()];
            in.get(name);
            int origin = in.getInt();
            long session = in.getLong();
            long number = in.getLong();
            long acknowledged = in.getLong();
            int count = in.getInt();
            int commandBytes = in.getInt();
            int payloadBytes = in.getInt();
            if (commandBytes < 0 || payloadBytes < 0 || (long) commandBytes + payloadBytes > in.remaining()) {
                throw new IllegalArgumentException("batch of " + commandBytes + " + " + payloadBytes
                        + " bytes does not fit the " + in.remaining() + " bytes that are there");
            }
            byte[] commands = new byte[commandBytes];
            byte[] payloads = new byte[payloadBytes];
            in.get(commands).get(payloads);
            GroupId group = new GroupId(new String(name, StandardCharsets.US_ASCII));
            return new Batch(
                    group, origin, session, number, acknowledged, count, true, commands, Payloads.of(payloads));
        } catch (java.nio.BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("batch is cut off", e);
        }
    }
}
