package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.jsapi.Answers;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.StoredMessage;
import dev.stationmaster.engine.partition.StreamArchive;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.storage.DamagedRecordException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends one archive of a stream to who asked for it, in chunks that each want an answer: no more than a window of
/// bytes is unanswered, and one chunk is made in a turn of the loop. Messages that are removed meanwhile are left out.
/// Confined to the group loop.
final class SnapshotDesk {
    static final String ACK = "$JS.SNAPSHOT.ACK.";
    private static final int WINDOW = 8 << 20;
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final byte[] NOTHING = {};

    private final GroupContext context;
    private final PartitionView partition;
    private final Router router;
    private final Answers answers;
    private final String deliverSubject;
    private final String ackPrefix;
    private final int chunkBytes;
    private final Runnable onEnd;
    private final StreamArchive.Writer writer = new StreamArchive.Writer();
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    private final long through;
    private byte[] ready = NOTHING;
    private int sent;
    private GroupContext.@Nullable Timer timer;
    private long next;
    private long index;
    private int unanswered;
    private boolean finished;
    private boolean ended;
    private boolean queued;

    /// @param id tells this snapshot from others of the stream
    /// @param onEnd runs once, however it ends
    SnapshotDesk(
            GroupContext context,
            PartitionView partition,
            Router router,
            String id,
            String deliverSubject,
            int chunkBytes,
            boolean withConsumers,
            Runnable onEnd) {
        this.context = context;
        this.partition = partition;
        this.router = router;
        this.answers = new Answers(router);
        this.deliverSubject = deliverSubject;
        this.ackPrefix = ACK + partition.config().name() + "." + id + ".";
        this.chunkBytes = chunkBytes;
        this.onEnd = onEnd;
        this.next = partition.stats().firstSequence();
        this.through = partition.stats().lastSequence();
        made.writeBytes(writer.head(partition.archiveHead(withConsumers)));
    }

    void start() {
        waitForAnswer();
        later();
    }

    /// One chunk arrived there.
    ///
    /// @param subject ends with the chunk's length and number
    void onAck(String subject) {
        if (ended || !subject.startsWith(ackPrefix)) {
            return;
        }
        int dot = subject.indexOf('.', ackPrefix.length());
        try {
            int bytes = Integer.parseInt(subject, ackPrefix.length(), dot < 0 ? subject.length() : dot, 10);
            unanswered = Math.max(0, unanswered - bytes);
        } catch (NumberFormatException e) {
            return; // not one of our subjects
        }
        waitForAnswer();
        later();
    }

    private void later() {
        if (!queued && !ended) {
            queued = true;
            context.execute(this::send);
        }
    }

    private void send() {
        queued = false;
        if (ended || unanswered >= WINDOW) {
            return;
        }
        if (sent == ready.length) {
            try {
                fill();
            } catch (DamagedRecordException damaged) {
                // A copy without it would pass for a whole one.
                end("500 Message " + damaged.sequence() + " Is Damaged");
                return;
            }
            ready = made.toByteArray();
            made.reset();
            sent = 0;
        }
        if (sent < ready.length) {
            byte[] chunk = Arrays.copyOfRange(ready, sent, Math.min(ready.length, sent + chunkBytes));
            sent += chunk.length;
            String reply = ackPrefix + chunk.length + "." + ++index;
            unanswered += chunk.length;
            if (!router.deliver(deliverSubject, new Message(deliverSubject, reply, NOTHING, chunk))) {
                end("408 No Interest");
                return;
            }
        }
        if (finished && sent == ready.length) {
            router.deliver(deliverSubject, new Message(deliverSubject, "", NOTHING, NOTHING));
            end("");
        } else {
            later();
        }
    }

    /// Gathers messages until there is enough for a chunk.
    private void fill() {
        while (!finished && made.size() < chunkBytes) {
            StoredMessage message = next > through ? null : partition.loadNext(next, List.of());
            if (message == null || message.sequence() > through) {
                made.writeBytes(writer.end());
                finished = true;
            } else {
                made.writeBytes(writer.message(message));
                next = message.sequence() + 1;
            }
        }
    }

    private void waitForAnswer() {
        if (timer != null) {
            timer.cancel();
        }
        timer = context.schedule(PATIENCE_NANOS, () -> {
            if (unanswered >= WINDOW) {
                end("408 No Flow Response");
            } else if (!ended) {
                waitForAnswer();
            }
        });
    }

    /// @param status what went wrong, `""` for nothing
    private void end(String status) {
        if (ended) {
            return;
        }
        ended = true;
        if (timer != null) {
            timer.cancel();
        }
        if (!status.isEmpty()) {
            answers.sendStatus(deliverSubject, status);
        }
        onEnd.run();
    }

    /// The stream or the leadership is gone.
    void close() {
        end("408 No Flow Response");
    }
}
