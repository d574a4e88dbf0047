package dev.stationmaster.gateway.management.console;

import dev.stationmaster.gateway.broker.BrokerLink;
import dev.stationmaster.gateway.broker.Outgoing;
import dev.stationmaster.gateway.broker.PubAck;
import dev.stationmaster.gateway.management.BrowsePosition;
import dev.stationmaster.gateway.management.MessageBrowser;
import dev.stationmaster.gateway.management.Refusal;
import dev.stationmaster.gateway.management.StationAdmin;
import dev.stationmaster.gateway.management.StoredMessage;
import dev.stationmaster.gateway.station.Name;
import dev.stationmaster.gateway.station.PartitionChoice;
import dev.stationmaster.gateway.station.Retry;
import dev.stationmaster.gateway.view.MessagesView;
import dev.stationmaster.gateway.view.ProduceRequest;
import dev.stationmaster.gateway.watch.GroupFigures;
import dev.stationmaster.gateway.watch.StationFigures;
import dev.stationmaster.gateway.watch.StationsReply;
import dev.stationmaster.gateway.watch.Watch;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Messages of a station for the console: a page of them, one whole, and one more.
public final class MessagesQuery {
    private static final int HEAD_BYTES = 16 * 1024;
    private static final int LIMIT_MAX = 1000;
    private static final int DEAD_MAX = 2000;
    private static final String PRODUCER = "console";

    private record At(int partition, long sequence) {}

    private final BrokerLink link;
    private final StationAdmin stations;
    private final MessageBrowser browser;
    private final Watch watch;
    private final MetadataStores metadata;
    private final AtomicInteger turn = new AtomicInteger();

    public MessagesQuery(BrokerLink link, StationAdmin stations, Watch watch, MetadataStores metadata) {
        this.link = link;
        this.stations = stations;
        this.browser = new MessageBrowser(link);
        this.watch = watch;
        this.metadata = metadata;
    }

    /// @param partition 0 for all
    public MessagesView page(String name, int partition, String from, int limit) throws InterruptedException {
        StationsReply.Station station = stations.get(name);
        MessageBrowser.Page page =
                browser.page(station, partition, BrowsePosition.parse(from), Math.clamp(limit, 1, LIMIT_MAX));
        Optional<StationFigures> figures = watch.look().station(station.name());
        Map<At, List<String>> dead = page.messages().isEmpty() ? Map.of() : dead(station.name());
        return new MessagesView(
                page.messages().stream()
                        .map(message -> view(message, HEAD_BYTES, figures, dead))
                        .toList(),
                page.next().orElse(null));
    }

    /// One message with its whole payload.
    public MessagesView.Message whole(String name, int partition, long sequence) {
        StationsReply.Station station = stations.get(name);
        StoredMessage message = browser.message(station, partition, sequence);
        return view(message, Integer.MAX_VALUE, watch.look().station(station.name()), dead(station.name()));
    }

    private Map<At, List<String>> dead(String station) {
        Map<At, List<String>> dead = new HashMap<>();
        try {
            for (DeadLetter letter :
                    metadata.deadLetters().list(DeadLetterStore.Filter.ofStation(station, DEAD_MAX, 0))) {
                dead.put(new At(letter.partition(), letter.sequence()), letter.groups());
            }
        } catch (MetadataException _) {
            // Without the database, what is dead shows as settled or in flight.
        }
        return dead;
    }

    private static MessagesView.Message view(
            StoredMessage message, int bytesMax, Optional<StationFigures> figures, Map<At, List<String>> dead) {
        byte[] payload = message.payload();
        boolean truncated = payload.length > bytesMax;
        List<String> deadFor = dead.getOrDefault(new At(message.partition(), message.sequence()), List.of());
        return new MessagesView.Message(
                message.partition(),
                message.sequence(),
                message.storedMillis(),
                message.producer(),
                message.size(),
                message.userHeaders(),
                Base64.getEncoder().encodeToString(truncated ? Arrays.copyOf(payload, bytesMax) : payload),
                truncated,
                figures.map(station -> deliveries(station, message, deadFor)).orElse(List.of()));
    }

    private static List<MessagesView.Delivery> deliveries(
            StationFigures station, StoredMessage message, List<String> deadFor) {
        List<MessagesView.Delivery> deliveries = new ArrayList<>();
        for (GroupFigures group : station.groups()) {
            for (GroupFigures.OnPartition on : group.partitions()) {
                if (on.partition() == message.partition()) {
                    deliveries.add(new MessagesView.Delivery(
                            group.name(), state(on, message.sequence(), deadFor.contains(group.name()))));
                }
            }
        }
        return deliveries;
    }

    private static String state(GroupFigures.OnPartition on, long sequence, boolean dead) {
        if (dead) {
            return "dead";
        }
        if (sequence <= on.consumer().ackFloorSeq()) {
            return "settled";
        }
        return sequence <= on.consumer().deliveredSeq() ? "inflight" : "waiting";
    }

    /// Publishes one message in the name of the console.
    public ProduceRequest.Produced produce(String name, ProduceRequest request) {
        StationsReply.Station station = stations.get(name);
        List<Integer> partitions = station.partitionList().stream()
                .map(StationsReply.Partition::partition)
                .sorted()
                .toList();
        int asked = request.partition() == null ? 0 : request.partition();
        PartitionChoice choice = asked == 0 ? new PartitionChoice.RoundRobin() : new PartitionChoice.Chosen(asked);
        int partition = partition(choice, partitions, asked);
        Outgoing message =
                new Outgoing(Name.ofStation(station.name()).subject(partition), headers(request), payload(request));
        PubAck ack = Retry.whileNothingHappened(Duration.ofSeconds(8), () -> publish(message));
        return new ProduceRequest.Produced(partition, ack.sequence());
    }

    private int partition(PartitionChoice choice, List<Integer> partitions, int asked) {
        if (asked != 0 && !partitions.contains(asked)) {
            throw Refusal.invalid("Partition " + asked + " does not exist (expected: one of " + partitions + ")");
        }
        return choice.of(partitions, turn);
    }

    private PubAck publish(Outgoing message) {
        try {
            return link.publish(message, Duration.ofSeconds(15)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private List<Map.Entry<String, String>> headers(ProduceRequest request) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        Map<String, String> given = request.headers() == null ? Map.of() : request.headers();
        given.forEach((key, value) -> {
            if (key.isEmpty() || key.startsWith("$memphis") || !key.matches("[\\x21-\\x39\\x3b-\\x7e]+")) {
                throw Refusal.invalid(
                        "Header name '" + key
                                + "' is not allowed (expected: printable characters without colon, not starting with $memphis)");
            }
            headers.add(Map.entry(key, value));
        });
        headers.add(Map.entry("$memphis_producedBy", PRODUCER));
        headers.add(Map.entry("$memphis_connectionId", link.connectionId()));
        return headers;
    }

    private static byte[] payload(ProduceRequest request) {
        String text = request.text();
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(request.payload() == null ? "" : request.payload());
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("payload is not base64; send text in the field text");
        }
    }
}
