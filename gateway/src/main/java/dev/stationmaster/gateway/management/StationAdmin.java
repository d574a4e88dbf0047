package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.BrokerLink;
import dev.stationmaster.gateway.station.Name;
import dev.stationmaster.gateway.view.StationRequest;
import dev.stationmaster.gateway.watch.StationsReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Makes, removes and empties stations, through the brokers.
public final class StationAdmin {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private final BrokerLink link;

    public StationAdmin(BrokerLink link) {
        this.link = link;
    }

    /// All stations as the meta group has them now.
    public List<StationsReply.Station> all() {
        return Json.read(link.request("$SM.API.STATIONS", NOTHING, Duration.ofSeconds(5)), StationsReply.class)
                .stationList();
    }

    public Optional<StationsReply.Station> find(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return all().stream().filter(station -> station.name().equals(wanted)).findFirst();
    }

    /// @throws Refusal `UNKNOWN`
    public StationsReply.Station get(String name) {
        return find(name).orElseThrow(() -> Refusal.unknownStation(name));
    }

    /// @throws Refusal `EXISTS`, or `REFUSED` with the brokers' text
    public void create(StationRequest request, String user) {
        Name name = Name.ofStation(request.name() == null ? "" : request.name());
        if (find(name.external()).isPresent()) {
            throw new Refusal(
                    Refusal.Kind.EXISTS, "SM-STATION-EXISTS", "Station " + name.external() + " already exists");
        }
        ask("$SM.API.STATION.CREATE", creation(request, name, user));
    }

    private static Map<String, Object> creation(StationRequest request, Name name, String user) {
        boolean typed =
                request.retentionType() != null && !request.retentionType().isEmpty();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name.external());
        body.put("retention_type", typed ? request.retentionType() : "message_age_sec");
        body.put("retention_value", or(request.retentionValue(), typed ? 0L : 3600L));
        body.put("storage_type", storage(request.storage()));
        body.put("replicas", or(request.replicas(), 1));
        body.put("idempotency_window_in_ms", or(request.idempotencyWindowMillis(), 120_000L));
        body.put("schema_name", "");
        boolean poison = or(request.dlsPoison(), true);
        boolean schemaverse = or(request.dlsSchemaverse(), true);
        body.put("dls_configuration", Map.of("poison", poison, "Schemaverse", schemaverse));
        body.put("username", user);
        body.put("tiered_storage_enabled", false);
        body.put("partitions_number", Math.max(1, or(request.partitions(), 1)));
        body.put("dls_station", or(request.dlsStation(), "").toLowerCase(Locale.ROOT));
        return body;
    }

    private static String storage(@Nullable String storage) {
        String given = or(storage, "file").toLowerCase(Locale.ROOT);
        return given.equals("disk") ? "file" : given;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /// @throws Refusal `UNKNOWN`
    public void remove(String name) {
        StationsReply.Station station = get(name);
        ask("$SM.API.STATION.REMOVE", Map.of("name", station.name()));
    }

    /// Removes all messages; sequences go on.
    ///
    /// @param partitions empty for all
    /// @return how many were removed
    public long purge(String name, List<Integer> partitions) {
        StationsReply.Station station = get(name);
        long purged = 0;
        for (StationsReply.Partition partition : station.partitionList()) {
            if (partitions.isEmpty() || partitions.contains(partition.partition())) {
                JsonNode reply = json(link.request("$JS.API.STREAM.PURGE." + partition.stream(), NOTHING, TIMEOUT));
                if (reply.path("error").isObject()) {
                    throw refused(reply.path("error").path("description").asString("purge refused"));
                }
                purged += reply.path("purged").asLong(0);
            }
        }
        return purged;
    }

    /// Changes the dead-letter rules or the dead-letter station; null leaves as it is.
    public void update(
            String name, @Nullable Boolean dlsPoison, @Nullable Boolean dlsSchemaverse, @Nullable String dlsStation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", get(name).name());
        if (dlsPoison != null) {
            body.put("dlsPoison", dlsPoison);
        }
        if (dlsSchemaverse != null) {
            body.put("dlsSchemaverse", dlsSchemaverse);
        }
        if (dlsStation != null) {
            body.put("dlsStation", dlsStation);
        }
        ask("$SM.API.STATION.UPDATE", body);
    }

    private void ask(String subject, Map<String, ?> body) {
        byte[] reply = link.request(subject, Json.bytes(body), TIMEOUT);
        String error = reply.length == 0 ? "" : errorOf(reply);
        if (!error.isEmpty()) {
            throw refused(error);
        }
    }

    private static String errorOf(byte[] reply) {
        try {
            JsonNode json = Json.mapper().readTree(reply);
            return json.isObject() ? json.path("error").asString("") : new String(reply, StandardCharsets.UTF_8);
        } catch (JacksonException _) {
            return new String(reply, StandardCharsets.UTF_8);
        }
    }

    private static JsonNode json(byte[] reply) {
        return Json.mapper().readTree(reply);
    }

    private static Refusal refused(String text) {
        return text.contains("not exist")
                ? new Refusal(Refusal.Kind.UNKNOWN, "SM-STATION-UNKNOWN", text)
                : new Refusal(Refusal.Kind.REFUSED, "SM-STATION-REFUSED", text);
    }
}
