package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfigCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/// A stream as bytes that can be kept elsewhere and restored: a head, one record for each message, an end with the
/// number of messages and a checksum of all before it.
///
/// `"SMSTREAM" | version:u8 | head | (1 | sequence | time:i64 | subject | headers | payload)* | 0 | count | crc32c:i32`
public final class StreamArchive {
    private static final byte[] MAGIC = "SMSTREAM".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int MESSAGE = 1;
    private static final int END = 0;
    private static final int MANY = 1 << 20;

    private StreamArchive() {}

    /// All of a stream but its messages.
    ///
    /// @param marks how far its origins were copied, by source
    /// @param consumers images of its replicated consumers
    public record Head(
            StreamConfig config,
            long firstSequence,
            long lastSequence,
            long lastTimeNanos,
            Map<String, Long> marks,
            List<byte[]> consumers) {}

    /// Writes an archive piece by piece. Used by one thread.
    public static final class Writer {
        private final CRC32C checksum = new CRC32C();
        private long messages;

        public byte[] head(Head head) {
            return bytes(out -> {
                out.write(MAGIC);
                out.writeByte(VERSION);
                StreamConfigCodec.write(out, head.config());
                Fields.writeCount(out, head.firstSequence());
                Fields.writeCount(out, head.lastSequence());
                out.writeLong(head.lastTimeNanos());
                Fields.writeCount(out, head.marks().size());
                for (var mark : head.marks().entrySet()) {
                    Fields.writeText(out, mark.getKey());
                    Fields.writeCount(out, mark.getValue());
                }
                Fields.writeCount(out, head.consumers().size());
                for (byte[] consumer : head.consumers()) {
                    Fields.writeBytes(out, consumer);
                }
            });
        }

        public byte[] message(StoredMessage message) {
            messages++;
            return bytes(out -> {
                out.writeByte(MESSAGE);
                Fields.writeCount(out, message.sequence());
                out.writeLong(message.timeNanos());
                Fields.writeText(out, message.subject());
                Fields.writeBytes(out, message.headers());
                Fields.writeBytes(out, message.payload());
            });
        }

        public byte[] end() {
            byte[] count = bytes(out -> {
                out.writeByte(END);
                Fields.writeCount(out, messages);
            });
            byte[] whole = Arrays.copyOf(count, count.length + 4);
            int sum = (int) checksum.getValue();
            for (int i = 0; i < 4; i++) {
                whole[count.length + i] = (byte) (sum >>> (24 - 8 * i));
            }
            return whole;
        }

        private byte[] bytes(Piece piece) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
            try {
                piece.write(new DataOutputStream(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            checksum.update(bytes.toByteArray());
            return bytes.toByteArray();
        }

        private interface Piece {
            void write(DataOutputStream out) throws IOException;
        }
    }

    /// Reads an archive from its start to its end. Used by one thread.
    public static final class Reader {
        private final CheckedInputStream checked;
        private final DataInputStream in;
        private long messages;

        public Reader(InputStream input) {
            this.checked = new CheckedInputStream(input, new CRC32C());
            this.in = new DataInputStream(checked);
        }

        /// @throws IOException when these are no archive's bytes
        public Head head() throws IOException {
            byte[] magic = new byte[MAGIC.length];
            in.readFully(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new IOException("the bytes are not an archive of a stream made by this product");
            }
            Fields.requireVersion(in, VERSION, "a stream's archive");
            StreamConfig config = StreamConfigCodec.read(in);
            long first = Fields.readCount(in);
            long last = Fields.readCount(in);
            long lastTime = in.readLong();
            Map<String, Long> marks = new TreeMap<>();
            for (int left = Fields.readSize(in, MANY); left > 0; left--) {
                marks.put(Fields.readText(in), Fields.readCount(in));
            }
            List<byte[]> consumers = new ArrayList<>();
            for (int left = Fields.readSize(in, MANY); left > 0; left--) {
                consumers.add(Fields.readBytes(in));
            }
            return new Head(config, first, last, lastTime, marks, consumers);
        }

        /// The next message, null at the end.
        ///
        /// @throws IOException when the archive is cut off or damaged
        public @Nullable StoredMessage next() throws IOException {
            int kind = in.readUnsignedByte();
            if (kind == MESSAGE) {
                messages++;
                return new StoredMessage(
                        Fields.readCount(in),
                        in.readLong(),
                        Fields.readText(in),
                        Fields.readBytes(in),
                        Fields.readBytes(in));
            }
            if (kind != END) {
                throw new IOException("the archive has a record of unknown kind " + kind);
            }
            long count = Fields.readCount(in);
            int computed = (int) checked.getChecksum().getValue();
            if (count != messages || in.readInt() != computed) {
                throw new IOException("the archive is damaged: its checksum or count of messages is wrong");
            }
            return null;
        }
    }
}
