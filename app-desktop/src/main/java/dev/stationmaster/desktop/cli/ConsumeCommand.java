package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import io.nats.client.JetStream;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes messages as a member of a consumer group.
@Command(
        name = "consume",
        mixinStandardHelpOptions = true,
        description = "Takes and acknowledges messages as a member of a consumer group, one line each.")
final class ConsumeCommand implements Callable<Integer> {
    private static final String MEMBER = "stationmaster-cli";
    private static final int BATCH = 256;
    private static final Duration FETCH_WAIT = Duration.ofMillis(300);

    @Mixin
    private final Remote remote = new Remote();

    @Parameters(paramLabel = "STATION")
    private String station = "";

    @Option(names = "--group", paramLabel = "G", description = "Consumer group (default: ${DEFAULT-VALUE}).")
    private String group = MEMBER;

    @Option(names = "--count", paramLabel = "N", description = "End after N messages (default: when none come).")
    private long count = Long.MAX_VALUE;

    @Option(names = "--wait", paramLabel = "SECONDS", description = "End when none came for so long (default: 3).")
    private double wait = 3;

    @Option(names = "--new", description = "A new group begins with messages that come from now on.")
    private boolean fromNewest;

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw ClusterException.wrongUsage("--count " + count + " (expected: 1 or more)");
        }
        try (ManagementApi api = remote.connect();
                StationClient client = StationClient.connect(api)) {
            List<Integer> partitions = client.createMember(station, MEMBER, group, fromNewest);
            JetStream stream = client.connection().jetStream();
            List<JetStreamSubscription> subscriptions = new ArrayList<>();
            for (int partition : partitions) {
                subscriptions.add(stream.subscribe(
                        StationClient.subject(station, partition),
                        PullSubscribeOptions.bind(
                                StationClient.stream(station, partition), StationClient.internal(group))));
            }
            take(subscriptions);
            client.connection().flush(Duration.ofSeconds(5));
        }
        return 0;
    }

    private void take(List<JetStreamSubscription> subscriptions) throws InterruptedException {
        long taken = 0;
        long idleSince = System.nanoTime();
        while (taken < count && System.nanoTime() - idleSince < (long) (wait * 1e9)) {
            for (JetStreamSubscription subscription : subscriptions) {
                int batch = (int) Math.min(BATCH, count - taken);
                List<Message> messages = batch == 0 ? List.of() : subscription.fetch(batch, FETCH_WAIT);
                for (Message message : messages) {
                    print(message);
                    message.ack();
                }
                taken += messages.size();
                if (!messages.isEmpty()) {
                    idleSince = System.nanoTime();
                }
            }
        }
    }

    private void print(Message message) {
        byte[] data = message.getData();
        if (!remote.json()) {
            System.out.println(new String(data, StandardCharsets.UTF_8));
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("stream", message.metaData().getStream());
        line.put("sequence", message.metaData().streamSequence());
        line.put("deliveries", message.metaData().deliveredCount());
        Map<String, String> headers = new LinkedHashMap<>();
        if (message.getHeaders() != null) {
            message.getHeaders().forEach((key, values) -> headers.put(key, values.getFirst()));
        }
        line.put("headers", headers);
        line.put("payload", Base64.getEncoder().encodeToString(data));
        System.out.println(CommandLineMain.JSON.writeValueAsString(line));
    }
}
