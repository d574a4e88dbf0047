package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.MetaClient;
import dev.stationmaster.engine.meta.MetaClient.Result;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.partition.StoredMessage;
import dev.stationmaster.engine.partition.StreamArchive;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.stream.OriginCopy;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes a stream of an archive: reads it once to see that it is whole, creates the stream closed to publishers, puts
/// its consumers and messages with their sequences and times, and opens it. What fails leaves no stream behind.
/// Thread-safe; its calls block, on threads of restores alone.
public final class StreamRestorer {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRestorer.class);
    private static final int UNDER_WAY_KILOBYTES = 8 * 1024;
    private static final long PATIENCE_SECONDS = 30;

    private final MetaClient meta;
    private final GroupClient groups;
    private final Inquiries inquiries;
    private final Answers answers;
    private final Events events;

    public StreamRestorer(Router router, MetaClient meta, GroupClient groups, Inquiries inquiries, Events events) {
        this.events = events;
        this.meta = meta;
        this.groups = groups;
        this.inquiries = inquiries;
        this.answers = new Answers(router);
    }

    /// What ends a restore.
    private static final class Failure extends Exception {
        private final JetStreamError error;

        Failure(JetStreamError error) {
            super(error.description());
            this.error = error;
        }
    }

    /// Tells that an archive is coming.
    void begin(String stream, ClientIdentity from) {
        String subject = "ADVISORY.STREAM.RESTORE_CREATE." + stream;
        if (events.isHeard(subject)) {
            ObjectNode event = events.event("advisory.v1.restore_create").put("stream", stream);
            event.set("client", Events.client(from));
            events.publish(subject, event);
        }
    }

    private void complete(String stream, ClientIdentity from, String began, long bytes) {
        String subject = "ADVISORY.STREAM.RESTORE_COMPLETE." + stream;
        if (events.isHeard(subject)) {
            ObjectNode event = events.event("advisory.v1.restore_complete")
                    .put("stream", stream)
                    .put("start", began)
                    .put("end", events.now())
                    .put("bytes", bytes);
            event.set("client", Events.client(from));
            events.publish(subject, event);
        }
    }

    /// Restores.
    ///
    /// @return what answers as a creation does
    Runnable restore(StreamConfig config, Path archive, String reply, ClientIdentity from) throws InterruptedException {
        String began = events.now();
        try {
            check(archive);
            StreamRef stream = answer(meta.restoreStream(config));
            try {
                fill(stream, config, archive);
            } catch (IOException | Failure e) {
                undo(config.name());
                throw e;
            }
            complete(config.name(), from, began, Files.size(archive));
            return () -> inquiries.tell(stream.group(), LeaderSubjects.CREATED + stream.name(), reply, new byte[0]);
        } catch (Failure failure) {
            LOG.warn("stream {} is not restored: {}", config.name(), failure.error.description());
            return () -> answers.refuse(reply, "stream_create", failure.error);
        } catch (IOException e) {
            LOG.warn("stream {} is not restored: {}", config.name(), e.toString());
            JetStreamError error = JetStreamErrors.RESTORE_FAILED.with("err", String.valueOf(e.getMessage()));
            return () -> answers.refuse(reply, "stream_create", error);
        }
    }

    /// Waits until the name is free again.
    private void undo(String stream) throws InterruptedException {
        try {
            answer(meta.deleteStream(stream));
        } catch (Failure failure) {
            LOG.warn("what was restored of stream {} stays: {}", stream, failure.error.description());
        }
    }

    private static void check(Path archive) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
            StreamArchive.Reader reader = new StreamArchive.Reader(in);
            long last = reader.head().lastSequence();
            if (last > StreamState.SEQUENCE_MAX) {
                throw new IOException(
                        "its last sequence " + last + " is above the maximum " + StreamState.SEQUENCE_MAX);
            }
            StoredMessage message = reader.next();
            while (message != null) {
                message = reader.next();
            }
            if (in.read() >= 0) {
                throw new IOException("the archive goes on after its end");
            }
        }
    }

    private void fill(StreamRef stream, StreamConfig config, Path archive)
            throws IOException, Failure, InterruptedException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
            StreamArchive.Reader reader = new StreamArchive.Reader(in);
            StreamArchive.Head head = reader.head();
            for (byte[] consumer : head.consumers()) {
                propose(stream, new PartitionCommand.RestoreConsumer(stream.id(), consumer));
            }
            putMessages(stream, reader);
            propose(
                    stream,
                    new PartitionCommand.RestoreDone(
                            stream.id(),
                            config,
                            head.firstSequence(),
                            head.lastSequence(),
                            head.lastTimeNanos(),
                            head.marks()));
        }
    }

    private void putMessages(StreamRef stream, StreamArchive.Reader reader)
            throws IOException, Failure, InterruptedException {
        Semaphore room = new Semaphore(UNDER_WAY_KILOBYTES);
        AtomicReference<@Nullable JetStreamError> refused = new AtomicReference<>();
        long previous = 0;
        for (StoredMessage message = reader.next(); message != null; message = reader.next()) {
            int cost =
                    1 + Math.min(UNDER_WAY_KILOBYTES - 1, (message.payload().length + message.headers().length) >> 10);
            acquire(room, cost);
            failIf(refused.get());
            OriginCopy copy = new OriginCopy(OriginCopy.ARCHIVE, message.sequence(), previous, message.timeNanos());
            previous = message.sequence();
            groups.propose(
                    stream.group(),
                    new PartitionCommand.AppendCopy(
                            stream.id(), copy, message.subject(), message.headers(), message.payload()),
                    outcome -> {
                        refused.compareAndSet(null, errorOf(outcome));
                        room.release(cost);
                    });
        }
        acquire(room, UNDER_WAY_KILOBYTES);
        failIf(refused.get());
    }

    private static void acquire(Semaphore room, int permits) throws Failure, InterruptedException {
        if (!room.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new Failure(JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
        }
    }

    private void propose(StreamRef stream, PartitionCommand command) throws Failure, InterruptedException {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        groups.propose(stream.group(), command, done::complete);
        try {
            failIf(errorOf(done.get(PATIENCE_SECONDS, TimeUnit.SECONDS)));
        } catch (ExecutionException | TimeoutException e) {
            throw new Failure(JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
        }
    }

    private static StreamRef answer(CompletableFuture<Result<StreamRef>> asked) throws Failure, InterruptedException {
        try {
            return switch (asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                case Result.Done<StreamRef>(StreamRef stream) -> stream;
                case Result.Failed<StreamRef>(JetStreamError error) -> throw new Failure(error);
            };
        } catch (ExecutionException | TimeoutException e) {
            throw new Failure(JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
        }
    }

    private static void failIf(@Nullable JetStreamError error) throws Failure {
        if (error != null) {
            throw new Failure(
                    error.errorCode() == JetStreamErrors.RESTORE_FAILED.errorCode()
                            ? error
                            : JetStreamErrors.RESTORE_FAILED.with("err", error.description()));
        }
    }

    private static @Nullable JetStreamError errorOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(JetStreamError error) -> error;
            case Outcome.Unknown(boolean maybeDone, String reason) ->
                JetStreamErrors.RESTORE_FAILED.with("err", reason);
            case Outcome.Stored _, Outcome.Duplicate _, Outcome.Done _ -> null;
        };
    }
}
