package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.stream.StreamConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Archives that clients send to this node to have a stream restored: each is gathered in a file, checked as a whole,
/// and only then made into a stream. Thread-safe; never blocks.
public final class Restores {
    private static final Logger LOG = LoggerFactory.getLogger(Restores.class);
    private static final String SUBJECT = "$JS.SNAPSHOT.RESTORE.";
    private static final int AT_ONCE_MAX = 8;

    private final Router router;
    private final Directory directory;
    private final StreamRestorer restorer;
    private final Answers answers;
    private final Path folder;
    private final Map<String, RestoreInbox> underWay = new HashMap<>();

    /// @param folder for archives on their way; emptied at start
    public Restores(Router router, Directory directory, StreamRestorer restorer, Path folder) {
        this.router = router;
        this.directory = directory;
        this.restorer = restorer;
        this.answers = new Answers(router);
        this.folder = folder;
    }

    /// @throws ApiRefusal with the error to answer
    synchronized void start(ApiSubject subject, Message request, ClientIdentity from) {
        RequestBody body = RequestBody.parse(request.payload());
        RequestBody config = body.object("config");
        if (config == null) {
            throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
        }
        StreamConfig wanted = StreamConfigCodec.read(config);
        if (!wanted.name().equals(subject.stream())) {
            throw new ApiRefusal(JetStreamErrors.STREAM_NAME_IN_SUBJECT_DOES_NOT_MATCH_REQUEST);
        }
        StreamRules.refuseReserved(wanted.name());
        StreamRules.check(wanted);
        if (directory.stream(wanted.name()) != null || underWay.containsKey(wanted.name())) {
            throw new ApiRefusal(JetStreamErrors.STREAM_NAME_ALREADY_IN_USE_CANNOT_RESTORE);
        }
        if (underWay.size() >= AT_ONCE_MAX) {
            throw new ApiRefusal(JetStreamErrors.RESTORE_FAILED.with(
                    "err", underWay.size() + " streams are being restored, the most at once"));
        }
        String id = Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36);
        String chunks = SUBJECT + wanted.name() + "." + id;
        try {
            if (underWay.isEmpty()) {
                removeLeftOvers();
            }
            underWay.put(
                    wanted.name(),
                    new RestoreInbox(router, restorer, wanted, from, chunks, folder.resolve(id), this::onEnd));
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("an archive of stream {} cannot be kept in {}", wanted.name(), folder, e);
            throw new ApiRefusal(JetStreamErrors.JETSTREAM_UNABLE_TO_OPEN_TEMP_STORAGE_FOR_RESTORE);
        }
        restorer.begin(wanted.name(), from);
        answers.send(request.reply(), Answers.answer("stream_restore").put("deliver_subject", chunks));
    }

    private void removeLeftOvers() throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private synchronized void onEnd(String stream) {
        underWay.remove(stream);
    }
}
