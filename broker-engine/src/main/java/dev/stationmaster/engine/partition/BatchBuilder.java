package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.CommandCodec;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Collects commands into the arrays of one [Batch]. Confined to its owner's lock. Arrays are handed over, not copied,
/// when the batch is built.
final class BatchBuilder {
    private static final int FRAME = 8;

    private byte[] commands;
    private int commandBytes;
    private byte[] payloads;
    private int payloadBytes;
    private List<OutcomeHandler> handlers = new ArrayList<>();
    private long firstOfferedTicks;
    private boolean lasting;

    BatchBuilder() {
        this.commands = new byte[4096];
        this.payloads = new byte[16 * 1024];
    }

    boolean isEmpty() {
        return handlers.isEmpty();
    }

    int bytes() {
        return commandBytes + payloadBytes;
    }

    int count() {
        return handlers.size();
    }

    /// When the first command came, by the monotonic clock.
    long firstOfferedTicks() {
        return firstOfferedTicks;
    }

    void add(PartitionCommand command, OutcomeHandler handler, long ticks) {
        byte[] payload = CommandCodec.payload(command);
        int length = CommandCodec.headerLength(command);
        if (length >= 0) {
            add(length, payload, handler, ticks);
            ByteBuffer out = ByteBuffer.wrap(commands, commandBytes - length, length);
            CommandCodec.writeHeader(command, out);
        } else {
            addRaw(CommandCodec.header(command), payload, handler, ticks);
        }
    }

    void addRaw(byte[] command, byte[] payload, OutcomeHandler handler, long ticks) {
        add(command.length, payload, handler, ticks);
        System.arraycopy(command, 0, commands, commandBytes - command.length, command.length);
    }

    private void add(int commandLength, byte[] payload, OutcomeHandler handler, long ticks) {
        if (handlers.isEmpty()) {
            firstOfferedTicks = ticks;
        }
        commands = room(commands, commandBytes, FRAME + commandLength);
        payloads = room(payloads, payloadBytes, payload.length);
        ByteBuffer.wrap(commands, commandBytes, FRAME).putInt(commandLength).putInt(payload.length);
        commandBytes += FRAME + commandLength;
        System.arraycopy(payload, 0, payloads, payloadBytes, payload.length);
        payloadBytes += payload.length;
        handlers.add(handler);
    }

    /// Something in the batch must outlive a power cut.
    void markLasting() {
        lasting = true;
    }

    /// The handlers, in order; the builder has none after.
    List<OutcomeHandler> takeHandlers() {
        List<OutcomeHandler> taken = handlers;
        handlers = new ArrayList<>(Math.max(16, Math.min(taken.size(), 1024)));
        return taken;
    }

    /// The batch so far; the builder is empty after. Take the handlers first.
    Batch build(GroupId group, int origin, long session, long number, long acknowledgedUpTo, int count) {
        Batch batch = new Batch(
                group,
                origin,
                session,
                number,
                acknowledgedUpTo,
                count,
                lasting,
                java.util.Arrays.copyOf(commands, commandBytes),
                java.util.Arrays.copyOf(payloads, payloadBytes));
        commandBytes = 0;
        payloadBytes = 0;
        lasting = false;
        if (payloads.length > 1 << 20) {
            payloads = new byte[16 * 1024];
        }
        return batch;
    }

    private static byte[] room(byte[] bytes, int used, int more) {
        int needed = Math.addExact(used, more);
        return needed <= bytes.length ? bytes : java.util.Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
}
