package dev.stationmaster.engine.replication;

import dev.stationmaster.engine.consumer.ConsumerConfigCodec;
import dev.stationmaster.engine.consumer.ConsumerProgressCodec;
import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.replication.PartitionCommand.Append;
import dev.stationmaster.engine.replication.PartitionCommand.AppendCopy;
import dev.stationmaster.engine.replication.PartitionCommand.CreateStream;
import dev.stationmaster.engine.replication.PartitionCommand.DeleteConsumer;
import dev.stationmaster.engine.replication.PartitionCommand.DeleteMessage;
import dev.stationmaster.engine.replication.PartitionCommand.DeleteStream;
import dev.stationmaster.engine.replication.PartitionCommand.OutboxDone;
import dev.stationmaster.engine.replication.PartitionCommand.Progress;
import dev.stationmaster.engine.replication.PartitionCommand.PurgeStream;
import dev.stationmaster.engine.replication.PartitionCommand.PutConsumer;
import dev.stationmaster.engine.replication.PartitionCommand.RestoreConsumer;
import dev.stationmaster.engine.replication.PartitionCommand.RestoreDone;
import dev.stationmaster.engine.replication.PartitionCommand.Tick;
import dev.stationmaster.engine.replication.PartitionCommand.UpdateStream;
import dev.stationmaster.engine.replication.PartitionCommand.UploadBegin;
import dev.stationmaster.engine.replication.PartitionCommand.UploadCommit;
import dev.stationmaster.engine.replication.PartitionCommand.UploadCommitCopy;
import dev.stationmaster.engine.replication.PartitionCommand.UploadPart;
import dev.stationmaster.engine.stream.OriginCopy;
import dev.stationmaster.engine.stream.StreamConfigCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Bytes of [PartitionCommand]s: `kind:u8 | version:u8 | fields`, and apart from them the payload, which only
/// [Append], [AppendCopy] and [UploadPart] have. What stands here for a kind and version is on disks: a change is a new
/// version.
///
/// `Append` 1: `streamId:i64 | subjectLength:u16 | headerLength:i32 | subject | headers`.
public final class CommandCodec {
    private static final byte[] NONE = new byte[0];
    private static final int VERSION = 1;
    private static final int APPEND_FIXED = 2 + 8 + 2 + 4;

    private static final int APPEND = 1;
    private static final int CREATE_STREAM = 2;
    private static final int UPDATE_STREAM = 3;
    private static final int DELETE_STREAM = 4;
    private static final int PURGE_STREAM = 5;
    private static final int DELETE_MESSAGE = 6;
    private static final int PUT_CONSUMER = 7;
    private static final int DELETE_CONSUMER = 8;
    private static final int PROGRESS = 9;
    private static final int OUTBOX_DONE = 10;
    private static final int TICK = 11;
    private static final int UPLOAD_BEGIN = 12;
    private static final int UPLOAD_PART = 13;
    private static final int UPLOAD_COMMIT = 14;
    private static final int APPEND_COPY = 15;
    private static final int UPLOAD_COMMIT_COPY = 16;
    private static final int RESTORE_CONSUMER = 17;
    private static final int RESTORE_DONE = 18;

    private CommandCodec() {}

    /// Whether [#read] knows this kind and version.
    public static boolean understands(int kind, int version) {
        return version == VERSION && kind >= APPEND && kind <= RESTORE_DONE;
    }

    /// The part of a command that travels apart, not copied; empty for most.
    public static byte[] payload(PartitionCommand command) {
        return switch (command) {
            case Append append -> append.payload();
            case UploadPart part -> part.bytes();
            case AppendCopy copy -> copy.payload();
            default -> NONE;
        };
    }

    /// Bytes that [#writeHeader] writes, or -1 where only [#header] knows.
    public static int headerLength(PartitionCommand command) {
        return command instanceof Append append
                ? APPEND_FIXED + utf8Length(append.subject()) + append.headers().length
                : -1;
    }

    /// Writes the header of an [Append], the hot path, without making an array.
    public static void writeHeader(PartitionCommand command, ByteBuffer out) {
        if (!(command instanceof Append append)) {
            throw new IllegalArgumentException("header of " + command.getClass().getSimpleName() + " has no length");
        }
        byte[] subject = append.subject().getBytes(StandardCharsets.UTF_8);
        out.put((byte) APPEND).put((byte) VERSION).putLong(append.streamId());
        out.putShort((short) subject.length).putInt(append.headers().length);
        out.put(subject).put(append.headers());
    }

    /// All of the command but its payload.
    public static byte[] header(PartitionCommand command) {
        if (command instanceof Append) {
            ByteBuffer out = ByteBuffer.allocate(headerLength(command));
            writeHeader(command, out);
            return out.array();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try {
            write(command, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Reads a command. Everything is copied out of the buffers, but for a payload that is a whole array: the command
    /// has that one.
    ///
    /// @throws IllegalArgumentException when the bytes are not a command
    public static PartitionCommand read(ByteBuffer header, ByteBuffer payload) {
        try {
            if (header.get(header.position()) == APPEND) {
                return readAppend(header, payload);
            }
            byte[] bytes = new byte[header.remaining()];
            header.get(bytes);
            return read(new DataInputStream(new ByteArrayInputStream(bytes)), payload);
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a command is cut off or broken", e);
        }
    }

    private static Append readAppend(ByteBuffer header, ByteBuffer payload) {
        requireVersion(header.get() & 0xFF, header.get() & 0xFF);
        long streamId = header.getLong();
        byte[] subject = new byte[header.getShort() & 0xFFFF];
        int headerLength = header.getInt();
        header.get(subject);
        byte[] headers = headerLength == 0 ? NONE : new byte[headerLength];
        header.get(headers);
        return new Append(streamId, new String(subject, StandardCharsets.UTF_8), headers, rest(payload));
    }

    private static void write(PartitionCommand command, DataOutputStream out) throws IOException {
        out.writeByte(kind(command));
        out.writeByte(VERSION);
        out.writeLong(command.streamId());
        switch (command) {
            case Append _ -> throw new IllegalStateException("an append is written by writeHeader");
            case CreateStream create -> StreamConfigCodec.write(out, create.config());
            case UpdateStream update -> StreamConfigCodec.write(out, update.config());
            case DeleteStream _ -> {}
            case PurgeStream purge -> {
                Fields.writeText(out, purge.filter());
                out.writeLong(purge.beforeSequence());
                out.writeLong(purge.keep());
            }
            case DeleteMessage delete -> {
                out.writeLong(delete.sequence());
                out.writeBoolean(delete.erase());
            }
            case PutConsumer put -> {
                Fields.writeText(out, put.consumer());
                Fields.writeEnum(out, put.action());
                ConsumerConfigCodec.write(out, put.config());
            }
            case DeleteConsumer delete -> Fields.writeText(out, delete.consumer());
            case Progress progress -> {
                Fields.writeText(out, progress.consumer());
                ConsumerProgressCodec.write(out, progress.progress());
            }
            case OutboxDone done -> {
                out.writeInt(done.outboxIds().length);
                for (long id : done.outboxIds()) {
                    out.writeLong(id);
                }
            }
            case Tick _ -> {}
            case UploadBegin begin -> {
                out.writeLong(begin.uploadId());
                Fields.writeText(out, begin.subject());
                Fields.writeBytes(out, begin.headers());
                out.writeInt(begin.payloadLength());
            }
            case UploadPart part -> out.writeLong(part.uploadId());
            case UploadCommit commit -> out.writeLong(commit.uploadId());
            case AppendCopy copy -> {
                writeCopy(out, copy.copy());
                Fields.writeText(out, copy.subject());
                Fields.writeBytes(out, copy.headers());
            }
            case UploadCommitCopy commit -> {
                out.writeLong(commit.uploadId());
                writeCopy(out, commit.copy());
            }
            case RestoreConsumer restore -> Fields.writeBytes(out, restore.image());
            case RestoreDone done -> {
                StreamConfigCodec.write(out, done.config());
                Fields.writeCount(out, done.firstSequence());
                Fields.writeCount(out, done.lastSequence());
                out.writeLong(done.lastTimeNanos());
                Fields.writeCount(out, done.marks().size());
                for (var mark : new TreeMap<>(done.marks()).entrySet()) {
                    Fields.writeText(out, mark.getKey());
                    Fields.writeCount(out, mark.getValue());
                }
            }
        }
    }

    private static PartitionCommand read(DataInputStream in, ByteBuffer payload) throws IOException {
        int kind = in.readUnsignedByte();
        requireVersion(kind, in.readUnsignedByte());
        long streamId = in.readLong();
        return switch (kind) {
            case CREATE_STREAM -> new CreateStream(streamId, StreamConfigCodec.read(in));
            case UPDATE_STREAM -> new UpdateStream(streamId, StreamConfigCodec.read(in));
            case DELETE_STREAM -> new DeleteStream(streamId);
            case PURGE_STREAM -> new PurgeStream(streamId, Fields.readText(in), in.readLong(), in.readLong());
            case DELETE_MESSAGE -> new DeleteMessage(streamId, in.readLong(), in.readBoolean());
            case PUT_CONSUMER -> {
                String name = Fields.readText(in);
                PartitionCommand.Action action = Fields.readEnum(in, PartitionCommand.Action.class);
                yield new PutConsumer(streamId, name, ConsumerConfigCodec.read(in), action);
            }
            case DELETE_CONSUMER -> new DeleteConsumer(streamId, Fields.readText(in));
            case PROGRESS -> new Progress(streamId, Fields.readText(in), ConsumerProgressCodec.read(in));
            case OUTBOX_DONE -> new OutboxDone(readLongs(in));
            case TICK -> new Tick();
            case UPLOAD_BEGIN ->
                new UploadBegin(streamId, in.readLong(), Fields.readText(in), Fields.readBytes(in), in.readInt());
            case UPLOAD_PART -> new UploadPart(streamId, in.readLong(), rest(payload));
            case UPLOAD_COMMIT -> new UploadCommit(streamId, in.readLong());
            case APPEND_COPY ->
                new AppendCopy(streamId, readCopy(in), Fields.readText(in), Fields.readBytes(in), rest(payload));
            case UPLOAD_COMMIT_COPY -> new UploadCommitCopy(streamId, in.readLong(), readCopy(in));
            case RESTORE_CONSUMER -> new RestoreConsumer(streamId, Fields.readBytes(in));
            case RESTORE_DONE ->
                new RestoreDone(
                        streamId,
                        StreamConfigCodec.read(in),
                        Fields.readCount(in),
                        Fields.readCount(in),
                        in.readLong(),
                        readMarks(in));
            default -> throw new IllegalArgumentException("command of unknown kind " + kind);
        };
    }

    private static void writeCopy(DataOutputStream out, OriginCopy copy) throws IOException {
        Fields.writeText(out, copy.source());
        Fields.writeCount(out, copy.sequence());
        Fields.writeCount(out, copy.previous());
        out.writeLong(copy.timeNanos());
    }

    private static OriginCopy readCopy(DataInputStream in) throws IOException {
        return new OriginCopy(Fields.readText(in), Fields.readCount(in), Fields.readCount(in), in.readLong());
    }

    private static Map<String, Long> readMarks(DataInputStream in) throws IOException {
        Map<String, Long> marks = new TreeMap<>();
        for (int left = Fields.readSize(in, 1 << 20); left > 0; left--) {
            marks.put(Fields.readText(in), Fields.readCount(in));
        }
        return marks;
    }

    private static int kind(PartitionCommand command) {
        return switch (command) {
            case Append _ -> APPEND;
            case CreateStream _ -> CREATE_STREAM;
            case UpdateStream _ -> UPDATE_STREAM;
            case DeleteStream _ -> DELETE_STREAM;
            case PurgeStream _ -> PURGE_STREAM;
            case DeleteMessage _ -> DELETE_MESSAGE;
            case PutConsumer _ -> PUT_CONSUMER;
            case DeleteConsumer _ -> DELETE_CONSUMER;
            case Progress _ -> PROGRESS;
            case OutboxDone _ -> OUTBOX_DONE;
            case Tick _ -> TICK;
            case UploadBegin _ -> UPLOAD_BEGIN;
            case UploadPart _ -> UPLOAD_PART;
            case UploadCommit _ -> UPLOAD_COMMIT;
            case AppendCopy _ -> APPEND_COPY;
            case UploadCommitCopy _ -> UPLOAD_COMMIT_COPY;
            case RestoreConsumer _ -> RESTORE_CONSUMER;
            case RestoreDone _ -> RESTORE_DONE;
        };
    }

    private static void requireVersion(int kind, int version) {
        if (!understands(kind, version)) {
            throw new IllegalArgumentException("command of kind " + kind + " has unknown version " + version);
        }
    }

    private static long[] readLongs(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available() / 8) {
            throw new IOException(count + " ids do not fit " + in.available() + " bytes");
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readLong();
        }
        return values;
    }

    private static byte[] rest(ByteBuffer payload) {
        if (payload.hasArray() && payload.arrayOffset() == 0 && payload.remaining() == payload.array().length) {
            return payload.array();
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    /// Length in UTF-8 without making the bytes; subjects are ASCII nearly always.
    private static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return length;
    }
}
