package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.gateway.view.ConnectView;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A connection to the brokers that makes producers and members as an SDK does. Confined to its caller.
final class StationClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int REQUEST_VERSION = 4;

    private final Connection connection;
    private final String connectionId;
    private final String user;

    private StationClient(Connection connection, String connectionId, String user) {
        this.connection = connection;
        this.connectionId = connectionId;
        this.user = user;
    }

    static StationClient connect(ManagementApi api) throws InterruptedException {
        ConnectView view = api.connectView();
        String id = UUID.randomUUID().toString();
        Options options = new Options.Builder()
                .servers(view.clients().stream()
                        .map(client -> client.contains("://") ? client : "nats://" + client)
                        .toArray(String[]::new))
                .userInfo(api.user(), api.password())
                .connectionName(id + "::" + api.user())
                .connectionTimeout(Duration.ofSeconds(5))
                .errorListener(new io.nats.client.ErrorListener() {})
                .build();
        try {
            return new StationClient(Nats.connect(options), id, api.user());
        } catch (IOException cause) {
            throw ClusterException.failed(
                    "SM-BROKER",
                    "no broker of " + view.clients() + " lets " + api.user() + " in: " + cause.getMessage());
        }
    }

    /// To servers that may know no stations.
    static StationClient plain(Options options) throws IOException, InterruptedException {
        return new StationClient(Nats.connect(options), "", "");
    }

    Connection connection() {
        return connection;
    }

    String connectionId() {
        return connectionId;
    }

    /// Makes the producer, and the station where there is none.
    ///
    /// @return the station's partitions
    List<Integer> createProducer(String station, String name) throws InterruptedException {
        Map<String, Object> request = request(station, name);
        request.put("producer_type", "application");
        return partitions(ask("$memphis_producer_creations", request));
    }

    void destroyProducer(String station, String name) throws InterruptedException {
        ask("$memphis_producer_destructions", request(station, name));
    }

    /// Makes a member of the group, and the group where there is none.
    ///
    /// @return the station's partitions
    List<Integer> createMember(String station, String name, String group, boolean fromNewest)
            throws InterruptedException {
        Map<String, Object> request = request(station, name);
        request.put("consumer_type", "application");
        request.put("consumers_group", group);
        request.put("max_ack_time_ms", 30_000);
        request.put("max_msg_deliveries", 10);
        request.put("start_consume_from_sequence", 1);
        request.put("last_messages", fromNewest ? 0 : -1);
        return partitions(ask("$memphis_consumer_creations", request));
    }

    static String stream(String station, int partition) {
        return internal(station) + "$" + partition;
    }

    static String subject(String station, int partition) {
        return stream(station, partition) + ".final";
    }

    static String internal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('.', '#');
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> request(String station, String name) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", name);
        request.put("station_name", station);
        request.put("connection_id", connectionId);
        request.put("req_version", REQUEST_VERSION);
        request.put("username", user);
        request.put("app_id", connectionId);
        request.put("sdk_lang", "stationmaster");
        return request;
    }

    private String ask(String subject, Map<String, Object> request) throws InterruptedException {
        Message reply = connection.request(subject, CommandLineMain.JSON.writeValueAsBytes(request), PATIENCE);
        if (reply == null) {
            throw ClusterException.failed(
                    "SM-BROKER", "the broker did not answer " + subject + " within " + PATIENCE.toSeconds() + " s");
        }
        return new String(reply.getData(), StandardCharsets.UTF_8);
    }

    /// The partitions of a reply; a text that is no JSON is the broker's refusal.
    private static List<Integer> partitions(String reply) {
        JsonNode json;
        try {
            json = CommandLineMain.JSON.readTree(reply);
        } catch (JacksonException text) {
            throw ClusterException.failed("SM-BROKER", reply);
        }
        String error = json.path("error").asString("");
        if (!error.isEmpty()) {
            throw ClusterException.failed("SM-BROKER", error);
        }
        JsonNode list = json.path("partitions_update").path("partitions_list");
        return list.isEmpty()
                ? List.of(1)
                : IntStream.range(0, list.size())
                        .mapToObj(i -> list.get(i).asInt())
                        .toList();
    }
}
