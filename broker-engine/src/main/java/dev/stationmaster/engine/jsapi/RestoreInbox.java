package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;
import dev.stationmaster.engine.stream.StreamConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the chunks of one archive into a file, answering each; an empty one is the end. A thread of its own writes,
/// because files block; a client that does not wait for answers fills the queue and is refused.
final class RestoreInbox implements Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreInbox.class);
    private static final int WAITING_MAX = 64;
    private static final long SILENCE_SECONDS = 30;

    private final Router router;
    private final StreamRestorer restorer;
    private final StreamConfig config;
    private final ClientIdentity from;
    private final Path file;
    private final Consumer<String> onEnd;
    private final Answers answers;
    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Subscription subscription;

    /// @param onEnd hears the stream's name when this is over, however it ends
    RestoreInbox(
            Router router,
            StreamRestorer restorer,
            StreamConfig config,
            ClientIdentity from,
            String subject,
            Path file,
            Consumer<String> onEnd)
            throws IOException {
        this.router = router;
        this.restorer = restorer;
        this.config = config;
        this.from = from;
        this.file = file;
        this.onEnd = onEnd;
        this.answers = new Answers(router);
        OutputStream out = Files.newOutputStream(file);
        this.subscription = router.subscribe(subject, "", this);
        Thread.ofVirtual().name("restore " + config.name()).start(() -> run(out));
    }

    @Override
    public void deliver(Subscription ours, Message message) {
        if (!waiting.offer(message)) {
            answers.refuse(
                    message.reply(),
                    "stream_create",
                    JetStreamErrors.RESTORE_FAILED.with("err", "more than " + WAITING_MAX + " chunks wait"));
        }
    }

    private void run(OutputStream out) {
        Runnable answer = () -> {};
        try (out) {
            Message last = takeChunks(out);
            router.unsubscribe(subscription);
            out.close();
            if (last != null) {
                answer = restorer.restore(config, file, last.reply(), from);
            }
        } catch (IOException e) {
            LOG.warn("stream {} is not restored", config.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            router.unsubscribe(subscription);
            removeFile();
            onEnd.accept(config.name());
        }
        answer.run();
    }

    /// Returns the message that ended it, null when none came for too long.
    private @Nullable Message takeChunks(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            Message chunk = waiting.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
            if (chunk == null) {
                LOG.warn("stream {} is not restored: no chunk came for {} s", config.name(), SILENCE_SECONDS);
                return null;
            }
            if (chunk.payload().length == 0) {
                return chunk;
            }
            out.write(chunk.payload());
            answers.sendMessage(chunk.reply(), Message.of(chunk.reply(), new byte[0]));
        }
    }

    private void removeFile() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} was not removed: {}", file, e.toString());
        }
    }
}
