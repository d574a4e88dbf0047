package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.CommandCodec;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.replication.Payloads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Collects commands into one [Batch]. Confined to its owner's lock. Large payloads are not copied: nobody changes
/// them.
final class BatchBuilder {
    private static final int FRAME = 8;

    /// From this size on a payload is passed on as it is, not copied together with others.
    private static final int OWN_PART_BYTES = 4 * 1024;

    private byte[] commands;
    private int commandBytes;

    /// Payloads that are closed, and the small ones since, gathered in one array.
    private final List<byte[]> parts = new ArrayList<>();

    private int partBytes;
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
        return commandBytes + partBytes + payloadBytes;
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
        ByteBuffer.wrap(commands, commandBytes, FRAME).putInt(commandLength).putInt(payload.length);
        commandBytes += FRAME + commandLength;
        if (payload.length < OWN_PART_BYTES) {
            payloads = room(payloads, payloadBytes, payload.length);
            System.arraycopy(payload, 0, payloads, payloadBytes, payload.length);
            payloadBytes += payload.length;
        } else {
            closePart();
            addPart(payload);
        }
        handlers.add(handler);
    }

    private void closePart() {
        if (payloadBytes > 0) {
            addPart(Arrays.copyOf(payloads, payloadBytes));
            payloadBytes = 0;
        }
    }

    private void addPart(byte[] part) {
        parts.add(part);
        partBytes += part.length;
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
        closePart();
        Batch batch = new Batch(
                group,
                origin,
                session,
                number,
                acknowledgedUpTo,
                count,
                lasting,
                Arrays.copyOf(commands, commandBytes),
                Payloads.of(parts));
        commandBytes = 0;
        parts.clear();
        partBytes = 0;
        lasting = false;
        return batch;
    }

    private static byte[] room(byte[] bytes, int used, int more) {
        int needed = Math.addExact(used, more);
        return needed <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
}
