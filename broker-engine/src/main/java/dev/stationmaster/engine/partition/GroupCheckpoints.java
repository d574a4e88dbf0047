package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.LogReplica.Position;
import dev.stationmaster.engine.replication.ReplicatedLog;
import dev.stationmaster.engine.replication.ReplicationException;
import dev.stationmaster.engine.storage.CheckpointFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checkpoints of one group (engine.md §6): the image is captured on the loop between two entries, files are flushed
/// and the checkpoint written by the [Checkpointer], then old Raft log is let go. Confined to the group loop except
/// for [#durable].
final class GroupCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCheckpoints.class);
    private static final int IMAGE_VERSION = 1;
    private static final long BYTES = 64L << 20;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// What the log keeps behind its head for a follower that was away shortly.
    private static final long KEPT_BYTES = 256L << 20;

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// What the log keeps at most for a follower that is away long.
    private static final long KEPT_FOR_FOLLOWER_BYTES = 4L << 30;

    private final GroupLoop loop;
    private final CheckpointFile file;
    private final GroupMachine machine;
    private final OriginSessions sessions;
    private final EntryApplier applier;
    private final Checkpointer checkpointer;

    /// Written by the loop and the checkpointer, read by Ratis.
    private volatile Position durable = Position.NONE;

    private @Nullable ReplicatedLog log;
    private long appliedBytes;
    private long bytesAtLast;
    private Position positionAtLast = Position.NONE;
    private long ticksAtLast;
    private boolean underWay;
    private @Nullable Runnable afterNext;

    /// Durable checkpoints whose log is kept still, oldest first.
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    private record Mark(long index, long bytes, long ticks) {}

    GroupCheckpoints(
            GroupLoop loop,
            Path directory,
            GroupMachine machine,
            OriginSessions sessions,
            EntryApplier applier,
            Checkpointer checkpointer) {
        this.loop = loop;
        this.file = new CheckpointFile(directory);
        this.machine = machine;
        this.sessions = sessions;
        this.applier = applier;
        this.checkpointer = checkpointer;
    }

    Position durable() {
        return durable;
    }

    /// Restores machine and sessions; the position that they stand at.
    Position restore() {
        try {
            Optional<CheckpointFile.Content> found = file.read();
            if (found.isEmpty()) {
                machine.startEmpty();
                return Position.NONE;
            }
            CheckpointFile.Content content = found.get();
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(content.image()));
            int version = in.readUnsignedByte();
            if (version != IMAGE_VERSION) {
                throw new IOException(
                        "its image has version " + version + "; this program knows version " + IMAGE_VERSION);
            }
            applier.restoreGroupTime(in.readLong());
            sessions.restore(in);
            machine.restore(in);
            durable = new Position(content.term(), content.index());
            positionAtLast = durable;
            return durable;
        } catch (IOException e) {
            throw new ReplicationException(
                    "the checkpoint of group " + loop.group() + " cannot be restored: " + e.getMessage(), e);
        }
    }

    void attach(ReplicatedLog openLog) {
        log = openLog;
        ticksAtLast = System.nanoTime();
        if (durable.index() >= 0) {
            marks.add(new Mark(durable.index(), 0, ticksAtLast));
        }
    }

    void onApplied(int bytes) {
        appliedBytes += bytes;
        if (appliedBytes - bytesAtLast >= BYTES) {
            begin();
        }
    }

    void scheduleCheck() {
        loop.schedule(CHECK_NANOS, () -> {
            scheduleCheck();
            boolean changed = !loop.appliedPosition().equals(positionAtLast);
            if (changed && System.nanoTime() - ticksAtLast >= NANOS) {
                begin();
            }
            forget();
        });
    }

    /// The log is closed: writes a checkpoint now, or after the one that is under way; `then` runs on the loop.
    void writeLast(Runnable then) {
        log = null;
        if (loop.appliedPosition().equals(durable)) {
            then.run();
            return;
        }
        afterNext = then;
        begin();
    }

    private void begin() {
        if (underWay || loop.isBroken() || loop.appliedPosition().index() < 0) {
            return;
        }
        underWay = true;
        Position position = loop.appliedPosition();
        bytesAtLast = appliedBytes;
        positionAtLast = position;
        ticksAtLast = System.nanoTime();
        byte[] image = image();
        GroupMachine.FileFlush files = machine.filesOfImage();
        Mark mark = new Mark(position.index(), appliedBytes, ticksAtLast);
        Runnable then = afterNext;
        afterNext = null;
        checkpointer.submit(() -> write(position, image, files, mark, then));
    }

    private byte[] image() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(IMAGE_VERSION);
            out.writeLong(applier.groupTimeNanos());
            sessions.writeImage(out);
            machine.writeImage(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// On the checkpointer.
    private void write(
            Position position, byte[] image, GroupMachine.FileFlush files, Mark mark, @Nullable Runnable then) {
        if (flushed(position, files)) {
            try {
                file.write(position.term(), position.index(), image);
                durable = position;
                LOG.debug("[group {}] checkpoint at entry {}, {} bytes", loop.group(), position.index(), image.length);
            } catch (IOException e) {
                // The one before is still whole: a full disk may have room again at the next try.
                LOG.error("[group {}] the checkpoint at entry {} was not written", loop.group(), position.index(), e);
            }
        }
        loop.execute(() -> onWritten(position, mark, then));
    }

    private boolean flushed(Position position, GroupMachine.FileFlush files) {
        try {
            files.run();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.error("[group {}] files of the checkpoint at {} failed to flush", loop.group(), position.index(), e);
            // What was written may be lost, and a second flush would not tell.
            loop.onLogFailed("a flush failed: " + e.getMessage());
            return false;
        }
    }

    private void onWritten(Position position, Mark mark, @Nullable Runnable then) {
        underWay = false;
        if (durable.equals(position)) {
            machine.onCheckpointDurable();
            marks.add(mark);
            forget();
        } else {
            positionAtLast = durable;
        }
        if (then != null) {
            then.run();
        }
        if (afterNext != null) {
            begin();
        }
    }

    /// Lets go of log that no follower needs any more.
    private void forget() {
        ReplicatedLog open = log;
        if (open == null || marks.isEmpty()) {
            return;
        }
        long needed = open.neededByFollowers();
        long now = System.nanoTime();
        long upTo = -1;
        while (!marks.isEmpty()) {
            Mark mark = marks.peekFirst();
            long behind = appliedBytes - mark.bytes();
            boolean alone = needed == Long.MAX_VALUE;
            boolean old = alone || behind > KEPT_BYTES || now - mark.ticks() > KEPT_NANOS;
            boolean free = mark.index() <= needed || behind > KEPT_FOR_FOLLOWER_BYTES;
            if (!old || !free) {
                break;
            }
            upTo = mark.index();
            marks.pollFirst();
        }
        if (upTo >= 0) {
            open.forgetUpTo(upTo);
        }
    }
}
