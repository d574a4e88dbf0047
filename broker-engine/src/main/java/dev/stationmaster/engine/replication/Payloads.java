package dev.stationmaster.engine.replication;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The payloads of an entry's commands one after the other, in as many parts as they came in: what is large is passed
/// on as it is and copied only into the log's buffer. Immutable; nobody changes the bytes any more.
public final class Payloads {
    public static final Payloads NONE = new Payloads(List.of(), 0);

    private final List<ByteBuffer> parts;
    private final int length;

    private Payloads(List<ByteBuffer> parts, int length) {
        this.parts = parts;
        this.length = length;
    }

    public static Payloads of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    /// What remains in the buffer.
    public static Payloads of(ByteBuffer bytes) {
        return bytes.hasRemaining() ? new Payloads(List.of(bytes.slice()), bytes.remaining()) : NONE;
    }

    public static Payloads of(List<byte[]> arrays) {
        return join(arrays.stream().map(Payloads::of).toList());
    }

    /// All of them, in order.
    public static Payloads join(List<Payloads> several) {
        if (several.size() == 1) {
            return several.getFirst();
        }
        List<ByteBuffer> parts = new ArrayList<>();
        int length = 0;
        for (Payloads one : several) {
            parts.addAll(one.parts);
            length = Math.addExact(length, one.length);
        }
        return new Payloads(List.copyOf(parts), length);
    }

    public int length() {
        return length;
    }

    public void writeTo(ByteBuffer out) {
        parts.forEach(part -> out.put(part.duplicate()));
    }

    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        writeTo(bytes);
        return bytes.array();
    }

    public Reader reader() {
        return new Reader();
    }

    /// Takes pieces from the beginning on.
    public final class Reader {
        private int part;
        private int at;
        private int position;

        /// Bytes taken so far.
        public int position() {
            return position;
        }

        /// The next `size` bytes; a slice where they lie in one part.
        ///
        /// @throws IllegalArgumentException when there are fewer
        public ByteBuffer next(int size) {
            require(size);
            passEmpty();
            if (size == 0) {
                return ByteBuffer.allocate(0);
            }
            ByteBuffer current = parts.get(part);
            if (at + size <= current.capacity()) {
                ByteBuffer slice = current.slice(at, size);
                at += size;
                position += size;
                return slice;
            }
            ByteBuffer joined = ByteBuffer.allocate(size);
            while (joined.hasRemaining()) {
                joined.put(next(Math.min(joined.remaining(), parts.get(part).capacity() - at)));
                passEmpty();
            }
            return joined.flip();
        }

        /// Leaves out what comes before `to`.
        public void skipTo(int to) {
            int left = to - position;
            require(left);
            position = to;
            while (left > 0) {
                int here = Math.min(left, parts.get(part).capacity() - at);
                at += here;
                left -= here;
                passEmpty();
            }
        }

        private void passEmpty() {
            while (part < parts.size() && at == parts.get(part).capacity()) {
                part++;
                at = 0;
            }
        }

        private void require(int size) {
            if (size < 0 || size > length - position) {
                throw new IllegalArgumentException(
                        size + " bytes are not among the " + (length - position) + " that are left");
            }
        }
    }
}
