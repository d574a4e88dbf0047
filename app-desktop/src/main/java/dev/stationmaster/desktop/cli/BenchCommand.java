package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import io.nats.client.Options;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts a load on a cluster, or on any server that speaks JetStream, and says what came out.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Publishes to a stream of its own, consumes from it, or both at once; prints rates and delays."
                + " Or makes streams one by one. What it made is deleted afterwards.")
final class BenchCommand implements Callable<Integer> {
    private static final int MESSAGES_MAX = 100_000_000;
    private static final int BYTES_MAX = 8 * 1024 * 1024;
    private static final int WINDOW_MAX = 4_000;
    private static final int STREAMS_MAX = 100_000;
    private static final long IN_FLIGHT_BYTES_MAX = 128L * 1024 * 1024;

    enum Mode {
        PUBLISH,
        CONSUME,
        BOTH,
        STREAMS
    }

    @Mixin
    private final Remote remote = new Remote();

    @Parameters(paramLabel = "publish|consume|both|streams", description = "What is measured.")
    private Mode mode = Mode.BOTH;

    @Option(names = "--messages", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int messages = 100_000;

    @Option(names = "--size", paramLabel = "B", description = "Bytes of each (default: ${DEFAULT-VALUE}).")
    private int size = 1_024;

    @Option(
            names = "--window",
            paramLabel = "W",
            description = "How many may wait for their acknowledgement (default: ${DEFAULT-VALUE}).")
    private int window = 1_000;

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "How many streams are made in the mode streams (default: ${DEFAULT-VALUE}).")
    private int streams = 1_000;

    @Option(names = "--replicas", paramLabel = "R", description = "1, 3 or 5 (default: ${DEFAULT-VALUE}).")
    private int replicas = 1;

    @Option(
            names = "--servers",
            paramLabel = "URL",
            description = "Other servers, such as nats://127.0.0.1:4222; several with commas between them.")
    private @Nullable String servers;

    @Override
    public Integer call() throws Exception {
        require("--messages", messages, 1, MESSAGES_MAX);
        require("--size", size, BenchLoad.STAMP_BYTES, BYTES_MAX);
        require("--window", window, 1, WINDOW_MAX);
        if ((long) window * size > IN_FLIGHT_BYTES_MAX) {
            throw ClusterException.wrongUsage("--window " + window + " messages of --size " + size
                    + " bytes exceed the " + IN_FLIGHT_BYTES_MAX + " bytes that may be in flight");
        }
        if (!List.of(1, 3, 5).contains(replicas)) {
            throw ClusterException.wrongUsage("--replicas " + replicas + " (expected: 1, 3 or 5)");
        }
        require("--streams", streams, 1, STREAMS_MAX);
        if (mode == Mode.STREAMS) {
            try (StationClient client = connect();
                    BenchStreams made = new BenchStreams(client.connection(), replicas)) {
                say(made.make(streams));
            }
            return 0;
        }
        try (StationClient publishing = connect();
                StationClient consuming = connect();
                BenchLoad load = BenchLoad.on(
                        publishing.connection(), consuming.connection(), messages, size, window, replicas)) {
            switch (mode) {
                case PUBLISH -> say(load.publish(), null);
                case CONSUME -> {
                    load.publish();
                    say(null, load.consume(false));
                }
                case BOTH -> {
                    BenchLoad.Both both = load.both();
                    say(both.published(), both.consumed());
                }
                case STREAMS -> throw new IllegalStateException("is measured without a load");
            }
        }
        return 0;
    }

    private StationClient connect() throws InterruptedException {
        String named = servers;
        if (named == null) {
            try (ManagementApi api = remote.connect()) {
                return StationClient.connect(api);
            }
        }
        Options.Builder options = new Options.Builder()
                .servers(named.split(","))
                .connectionName("stationmaster bench")
                .errorListener(new io.nats.client.ErrorListener() {});
        remote.user().ifPresent(user -> options.userInfo(user, remote.password()));
        try {
            return StationClient.plain(options.build());
        } catch (IOException cause) {
            throw ClusterException.failed("SM-BROKER", "no server of " + named + " answers: " + cause.getMessage());
        } catch (IllegalArgumentException wrong) {
            throw ClusterException.wrongUsage("--servers " + named + ": " + wrong.getMessage());
        }
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw ClusterException.wrongUsage(String.format("%s %d (expected: %,d to %,d)", name, value, least, most));
        }
    }

    private void say(BenchLoad.@Nullable Result published, BenchLoad.@Nullable Result consumed) {
        if (remote.json()) {
            Map<String, Object> reply = new LinkedHashMap<>();
            reply.put("mode", mode.name().toLowerCase(java.util.Locale.ROOT));
            reply.put("messages", messages);
            reply.put("size", size);
            reply.put("window", window);
            reply.put("replicas", replicas);
            reply.put("published", published);
            reply.put("consumed", consumed);
            System.out.println(CommandLineMain.JSON.writeValueAsString(reply));
            return;
        }
        if (published != null) {
            System.out.println(line("published", published, "acknowledged"));
        }
        if (consumed != null) {
            System.out.println(line("consumed", consumed, "delivered"));
        }
    }

    private void say(BenchStreams.Result result) {
        if (remote.json()) {
            Map<String, Object> reply = new LinkedHashMap<>();
            reply.put("mode", "streams");
            reply.put("streams", streams);
            reply.put("replicas", replicas);
            reply.put("created", result);
            System.out.println(CommandLineMain.JSON.writeValueAsString(reply));
            return;
        }
        System.out.printf(
                "created   %,d streams one by one: %.2f ms (p50), %.2f ms (p99)%n",
                streams, result.p50Millis(), result.p99Millis());
    }

    private String line(String what, BenchLoad.Result result, String after) {
        String rate = String.format(
                "%-9s %,d messages of %,d bytes: %,.0f/s, %,.1f MB/s",
                what, messages, size, result.perSecond(), result.megabytesPerSecond());
        return result.p50Millis() == null
                ? rate
                : rate
                        + String.format(
                                ", %s after %.2f ms (p50), %.2f ms (p99)",
                                after, result.p50Millis(), result.p99Millis());
    }
}
