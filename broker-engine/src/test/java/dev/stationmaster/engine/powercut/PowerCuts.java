package dev.stationmaster.engine.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.powercut.Publisher.Acked;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Cuts the power of a publishing server again and again, each time on what the cut before has left.
final class PowerCuts {
    private static final long DISK_BYTES = 2L << 30;
    private static final String STREAM = "cuts";
    /// In place of an id: the server has no message of this sequence.
    private static final long GAP = 0;

    private static final long PURGED_ABOVE_BYTES = 150L << 20;

    private final Path folder;
    private final Server.Command command;
    private final Random random;
    private final long publishNanosMin;
    private final long publishNanosMax;

    /// What one cut came to.
    ///
    /// @param oldestLostNanos age of the oldest lost acknowledgement at the cut, 0 for none
    /// @param displaced messages that are stored twice, out of order or at another sequence than acknowledged
    /// @param startMillis how long the server took to be ready on the copy
    record Cut(int acked, int lost, long oldestLostNanos, int displaced, long startMillis, String control) {}

    PowerCuts(Path folder, Server.Command command, long seed, Duration publishMin, Duration publishMax) {
        this.folder = folder;
        this.command = command;
        this.random = new Random(seed);
        this.publishNanosMin = publishMin.toNanos();
        this.publishNanosMax = publishMax.toNanos();
    }

    List<Cut> run(int cuts) throws Exception {
        List<Cut> results = new ArrayList<>();
        Path said = folder.resolve("server.log");
        LoopDisk disk = LoopDisk.make(folder, DISK_BYTES);
        Server server = null;
        try {
            server = Server.start(command, disk.root().resolve("store"), said);
            long nextId = 1;
            for (int number = 1; number <= cuts; number++) {
                long firstSequence = makeRoom(server);
                Map<Long, Acked> acked;
                Control control = new Control(disk.root());
                long cutAt;
                try (Publisher publisher = new Publisher(server, random, nextId)) {
                    awaitMoment(publisher);
                    control.write();
                    cutAt = System.nanoTime();
                    server.freeze();
                    disk.cutPower();
                    acked = publisher.stop();
                    nextId = publisher.nextId();
                }
                server.close();
                disk = disk.mountCopy(number);
                String found = control.check();
                long start = System.nanoTime();
                server = Server.start(command, disk.root().resolve("store"), said);
                long startMillis = (System.nanoTime() - start) / 1_000_000;
                results.add(compare(acked, read(server, firstSequence), firstSequence, cutAt, startMillis, found));
                System.out.println("cut " + number + ": " + results.getLast());
            }
        } finally {
            if (server != null) {
                server.close();
            }
            disk.close();
        }
        return results;
    }

    private void awaitMoment(Publisher publisher) {
        long end = System.nanoTime() + random.nextLong(publishNanosMin, publishNanosMax);
        while (System.nanoTime() < end || publisher.ackedSoFar() < 100) {
            LockSupport.parkNanos(Math.max(1_000_000, end - System.nanoTime()));
        }
    }

    /// Makes the stream, or purges it when it has become large; the sequence that comes next.
    private static long makeRoom(Server server) throws Exception {
        try (Connection connection = server.connect()) {
            JetStreamManagement streams = connection.jetStreamManagement();
            if (!streams.getStreamNames().contains(STREAM)) {
                streams.addStream(StreamConfiguration.builder()
                        .name(STREAM)
                        .subjects("cut.>")
                        .storageType(StorageType.File)
                        .build());
            }
            var state = streams.getStreamInfo(STREAM).getStreamState();
            if (state.getByteCount() > PURGED_ABOVE_BYTES) {
                streams.purgeStream(STREAM);
            }
            return state.getLastSequence() + 1;
        }
    }

    /// Ids of all messages from a sequence on, in order; [#GAP] where there is none.
    private static List<Long> read(Server server, long firstSequence) throws Exception {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = server.connect()) {
            long last;
            try {
                last = connection
                        .jetStreamManagement()
                        .getStreamInfo(STREAM)
                        .getStreamState()
                        .getLastSequence();
            } catch (JetStreamApiException gone) {
                System.out.println("the stream is gone: " + gone.getMessage());
                return ids;
            }
            if (last < firstSequence) {
                return ids;
            }
            var subscription = connection
                    .jetStream()
                    .subscribe(
                            "cut.>",
                            PushSubscribeOptions.builder().stream(STREAM)
                                    .ordered(true)
                                    .configuration(ConsumerConfiguration.builder()
                                            .deliverPolicy(DeliverPolicy.ByStartSequence)
                                            .startSequence(firstSequence)
                                            .build())
                                    .build());
            long sequence = firstSequence - 1;
            while (sequence < last) {
                Message message = subscription.nextMessage(Duration.ofSeconds(10));
                assertThat(message)
                        .as("message after " + sequence + " of " + last)
                        .isNotNull();
                long found = message.metaData().streamSequence();
                while (++sequence < found) {
                    ids.add(GAP);
                }
                ids.add(Publisher.idOf(message.getData()));
            }
        }
        return ids;
    }

    private static Cut compare(
            Map<Long, Acked> acked,
            List<Long> stored,
            long firstSequence,
            long cutAt,
            long startMillis,
            String control) {
        int displaced = 0;
        long before = 0;
        Set<Long> present = new HashSet<>();
        for (long id : stored) {
            if (id == GAP) {
                continue;
            }
            if (id <= before) {
                displaced++;
            }
            before = Math.max(before, id);
            present.add(id);
        }
        int lost = 0;
        long oldest = 0;
        for (Map.Entry<Long, Acked> one : acked.entrySet()) {
            long at = one.getValue().sequence() - firstSequence;
            if (at >= 0 && at < stored.size() && stored.get((int) at).equals(one.getKey())) {
                continue;
            }
            if (present.contains(one.getKey())) {
                displaced++;
            } else {
                lost++;
                oldest = Math.max(oldest, cutAt - one.getValue().nanos());
            }
        }
        return new Cut(acked.size(), lost, oldest, displaced, startMillis, control);
    }

    /// Two plain files that prove what the cut drops and what it keeps.
    private static final class Control {
        private static final int BYTES = 1 << 20;

        private final Path unflushed;
        private final Path flushed;

        Control(Path root) {
            this.unflushed = root.resolve("unflushed");
            this.flushed = root.resolve("flushed");
        }

        void write() throws IOException {
            Files.deleteIfExists(unflushed);
            Files.write(flushed, bytes(), StandardOpenOption.CREATE, StandardOpenOption.SYNC);
            Files.write(unflushed, bytes());
        }

        /// @return what became of the file that was not flushed
        String check() throws IOException {
            assertThat(Files.readAllBytes(flushed)).as("file that was flushed").isEqualTo(bytes());
            String found = "missing";
            if (Files.exists(unflushed)) {
                byte[] left = Files.readAllBytes(unflushed);
                assertThat(left).as("file that was not flushed").isNotEqualTo(bytes());
                found = left.length + " of " + BYTES + " bytes";
            }
            return found;
        }

        private static byte[] bytes() {
            byte[] bytes = new byte[BYTES];
            java.util.Arrays.fill(bytes, (byte) 'x');
            return bytes;
        }
    }
}
