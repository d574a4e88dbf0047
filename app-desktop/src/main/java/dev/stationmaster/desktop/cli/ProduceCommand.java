package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import io.nats.client.JetStream;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sends messages to a station.
@Command(
        name = "produce",
        mixinStandardHelpOptions = true,
        description = "Sends a message, a file, or each line of stdin; says how many were stored.")
final class ProduceCommand implements Callable<Integer> {
    private static final String PRODUCER = "stationmaster-cli";
    private static final int IN_FLIGHT_MAX = 512;

    @Mixin
    private final Remote remote = new Remote();

    @Parameters(index = "0", paramLabel = "STATION")
    private String station = "";

    @Parameters(index = "1", paramLabel = "MESSAGE", arity = "0..1", description = "Left out: each line of stdin.")
    private @Nullable String message;

    @Option(names = "--file", paramLabel = "FILE", description = "Send the file as one message.")
    private @Nullable Path file;

    @Option(names = "--count", paramLabel = "N", description = "Send the message N times.")
    private int count = 1;

    @Option(names = "--header", paramLabel = "KEY=VALUE", description = "A header of each message.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(names = "--partition", paramLabel = "P", description = "Only to this partition (default: round robin).")
    private @Nullable Integer partition;

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw ClusterException.wrongUsage("--count " + count + " (expected: 1 or more)");
        }
        long stored = 0;
        PublishAck last = null;
        try (ManagementApi api = remote.connect();
                StationClient client = StationClient.connect(api);
                Stream<byte[]> payloads = payloads()) {
            List<Integer> partitions = partitions(client.createProducer(station, PRODUCER));
            JetStream stream = client.connection().jetStream();
            Queue<CompletableFuture<PublishAck>> inFlight = new ArrayDeque<>();
            for (Iterator<byte[]> all = payloads.iterator(); all.hasNext(); stored++) {
                if (inFlight.size() == IN_FLIGHT_MAX) {
                    last = await(inFlight.remove());
                }
                int target = partitions.get((int) (stored % partitions.size()));
                inFlight.add(stream.publishAsync(StationClient.subject(station, target), headers(client), all.next()));
            }
            while (!inFlight.isEmpty()) {
                last = await(inFlight.remove());
            }
            client.destroyProducer(station, PRODUCER);
        }
        say(stored, last);
        return 0;
    }

    private void say(long stored, @Nullable PublishAck last) {
        if (remote.json()) {
            Map<String, Object> reply = new LinkedHashMap<>();
            reply.put("station", station);
            reply.put("stored", stored);
            if (last != null) {
                reply.put("stream", last.getStream());
                reply.put("sequence", last.getSeqno());
            }
            System.out.println(CommandLineMain.JSON.writeValueAsString(reply));
        } else {
            System.out.println(stored + (stored == 1 ? " message" : " messages") + " stored in " + station + ".");
        }
    }

    private List<Integer> partitions(List<Integer> all) {
        if (partition == null) {
            return all;
        }
        if (!all.contains(partition)) {
            throw ClusterException.failed(
                    "SM-PARTITION",
                    "station " + station + " has no partition " + partition + " (expected: one of " + all + ")");
        }
        return List.of(partition);
    }

    private Headers headers(StationClient client) {
        Headers all = new Headers();
        headers.forEach(all::add);
        all.add("$memphis_connectionId", client.connectionId());
        all.add("$memphis_producedBy", PRODUCER);
        return all;
    }

    private Stream<byte[]> payloads() {
        try {
            if (file != null) {
                byte[] content = Files.readAllBytes(file);
                return Stream.generate(() -> content).limit(count);
            }
            if (message != null) {
                byte[] content = message.getBytes(StandardCharsets.UTF_8);
                return Stream.generate(() -> content).limit(count);
            }
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            return in.lines().map(line -> line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException cause) {
            throw new UncheckedIOException("cannot read " + file + ": " + cause.getMessage(), cause);
        }
    }

    private PublishAck await(CompletableFuture<PublishAck> ack) throws InterruptedException {
        try {
            return ack.get();
        } catch (ExecutionException cause) {
            Throwable reason = cause.getCause() == null ? cause : cause.getCause();
            throw ClusterException.failed(
                    "SM-PRODUCE", "station " + station + " did not store a message: " + reason.getMessage());
        }
    }
}
