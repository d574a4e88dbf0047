package dev.stationmaster.engine.replication;

import dev.stationmaster.engine.error.JetStreamError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Bytes of the outcomes of one batch, by position. Sequences that rise by one, the usual case, take one run.
///
/// `version:u8 | item…`, an item is `kind:u8` and: a run of stored messages `first:i64 | count:i32`; a duplicate
/// `original:i64`; a refusal `code:i32 | errorCode:i32 | text`; done `length:i32 | reply`.
public final class OutcomeCodec {
    private static final int VERSION = 1;
    private static final int STORED_RUN = 1;
    private static final int DUPLICATE = 2;
    private static final int REFUSED = 3;
    private static final int DONE = 4;

    private OutcomeCodec() {}

    /// Collects outcomes. Confined to its owner.
    public static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
        private final DataOutputStream out = new DataOutputStream(bytes);
        private long runFirst;
        private int runCount;

        public Writer() {
            bytes.write(VERSION);
        }

        public void add(Outcome outcome) {
            try {
                if (outcome instanceof Outcome.Stored(long sequence)) {
                    addStored(sequence);
                    return;
                }
                endRun();
                switch (outcome) {
                    case Outcome.Stored _ -> throw new IllegalStateException("a run was not taken");
                    case Outcome.Duplicate(long original) -> {
                        out.writeByte(DUPLICATE);
                        out.writeLong(original);
                    }
                    case Outcome.Refused(JetStreamError error) -> {
                        out.writeByte(REFUSED);
                        out.writeInt(error.code());
                        out.writeInt(error.errorCode());
                        writeBytes(error.description().getBytes(StandardCharsets.UTF_8));
                    }
                    case Outcome.Done(byte[] reply) -> {
                        out.writeByte(DONE);
                        writeBytes(reply);
                    }
                    case Outcome.Unknown _ ->
                        throw new IllegalStateException("apply decided nothing, which only an origin may say");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public byte[] toBytes() {
            try {
                endRun();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        private void addStored(long sequence) throws IOException {
            if (runCount > 0 && sequence == runFirst + runCount) {
                runCount++;
                return;
            }
            endRun();
            runFirst = sequence;
            runCount = 1;
        }

        private void endRun() throws IOException {
            if (runCount > 0) {
                out.writeByte(STORED_RUN);
                out.writeLong(runFirst);
                out.writeInt(runCount);
                runCount = 0;
            }
        }

        private void writeBytes(byte[] value) throws IOException {
            out.writeInt(value.length);
            out.write(value);
        }
    }

    /// Reads outcomes one by one.
    public static final class Reader {
        private final ByteArrayInputStream bytes;
        private final DataInputStream in;
        private long runNext;
        private int runLeft;

        /// @throws IllegalArgumentException when the bytes are of another version
        public Reader(byte[] outcomes) {
            this.bytes = new ByteArrayInputStream(outcomes);
            this.in = new DataInputStream(bytes);
            int version = bytes.read();
            if (version != VERSION) {
                throw new IllegalArgumentException("outcomes of version " + version + ", not " + VERSION);
            }
        }

        /// The next outcome.
        ///
        /// @throws IllegalArgumentException when there is none or the bytes are broken
        public Outcome next() {
            if (runLeft > 0) {
                runLeft--;
                return new Outcome.Stored(runNext++);
            }
            try {
                int kind = in.readUnsignedByte();
                return switch (kind) {
                    case STORED_RUN -> {
                        runNext = in.readLong();
                        runLeft = in.readInt() - 1;
                        if (runLeft < 0) {
                            throw new IllegalArgumentException("a run of " + (runLeft + 1) + " outcomes");
                        }
                        yield new Outcome.Stored(runNext++);
                    }
                    case DUPLICATE -> new Outcome.Duplicate(in.readLong());
                    case REFUSED ->
                        new Outcome.Refused(new JetStreamError(
                                in.readInt(), in.readInt(), new String(readBytes(), StandardCharsets.UTF_8)));
                    case DONE -> {
                        byte[] reply = readBytes();
                        yield reply.length == 0 ? Outcome.Done.EMPTY : new Outcome.Done(reply);
                    }
                    default -> throw new IllegalArgumentException("outcome of unknown kind " + kind);
                };
            } catch (IOException e) {
                throw new IllegalArgumentException("outcomes are cut off", e);
            }
        }

        private byte[] readBytes() throws IOException {
            int length = in.readInt();
            if (length < 0 || length > bytes.available()) {
                throw new IllegalArgumentException(
                        "outcome names " + length + " bytes of the " + bytes.available() + " that are left");
            }
            return in.readNBytes(length);
        }
    }
}
