package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.Outcome;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A machine that keeps a list of texts: command `1 1 text` appends one and answers its number.
final class ListMachine implements GroupMachine {
    final MachineContext context;
    final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    volatile int restored = -1;
    volatile boolean keepTexts = true;
    volatile long lastTimeNanos;
    long count;
    Runnable beforeApply = () -> {};

    ListMachine(MachineContext context) {
        this.context = context;
    }

    static byte[] append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + bytes.length)
                .put((byte) 1)
                .put((byte) 1)
                .put(bytes)
                .array();
    }

    @Override
    public boolean understands(int kind, int version) {
        return kind == 1 && version == 1;
    }

    @Override
    public Outcome apply(ByteBuffer command, ByteBuffer payload, long groupTimeNanos, long index) {
        beforeApply.run();
        if (groupTimeNanos < lastTimeNanos) {
            throw new IllegalStateException("group time fell");
        }
        lastTimeNanos = groupTimeNanos;
        count++;
        if (keepTexts) {
            byte[] text = new byte[command.remaining() - 2];
            command.position(command.position() + 2).get(text);
            texts.add(new String(text, StandardCharsets.UTF_8));
        }
        return new Outcome.Stored(count);
    }

    @Override
    public void writeImage(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    @Override
    public void restore(DataInput in) throws IOException {
        count = in.readLong();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            texts.add(in.readUTF());
        }
        restored = size;
    }
}
