package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Router;
import dev.stationmaster.gateway.view.StationRequest;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.MetadataStores;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/stations/*`.
public final class StationRoutes {
    private static final Response DONE = Response.json(200, Json.bytes(Map.of()));

    private final StationAdmin stations;
    private final StationForms forms;
    private final DeadLetterAdmin deadLetters;
    private final MessageBrowser browser;
    private final MetadataStores metadata;

    public StationRoutes(
            StationAdmin stations,
            StationForms forms,
            DeadLetterAdmin deadLetters,
            MessageBrowser browser,
            MetadataStores metadata) {
        this.stations = stations;
        this.forms = forms;
        this.deadLetters = deadLetters;
        this.browser = browser;
        this.metadata = metadata;
    }

    public void addTo(Router router, Function<Request, Caller> caller) {
        router.get("/api/stations/getStation", this::get)
                .get("/api/stations/getStations", _ -> json(Map.of("stations", forms.withCounts())))
                .get("/api/stations/getAllStations", _ -> json(forms.light()))
                .post("/api/stations/createStation", request -> create(request, caller.apply(request)))
                .delete("/api/stations/removeStation", this::remove)
                .delete("/api/stations/purgeStation", this::purge)
                .put("/api/stations/updateDlsConfig", this::updateDls)
                .get("/api/stations/getMessageDetails", this::message)
                .post("/api/stations/resendPoisonMessages", this::resend)
                .post("/api/stations/dropDlsMessages", this::drop);
    }

    private Response get(Request request) {
        return json(forms.details(stations.get(request.query("station_name").orElse(""))));
    }

    private Response create(Request request, Caller caller) {
        ObjectNode body = Bodies.object(request);
        String name = Bodies.text(body, "name");
        if (name.isEmpty()) {
            return missing("name");
        }
        if (!Bodies.text(body, "schema_name").isEmpty()) {
            throw Refusal.notYet("Attaching a schema");
        }
        JsonNode dls = body.path("dls_configuration");
        stations.create(
                new StationRequest(
                        name,
                        Bodies.text(body, "retention_type"),
                        body.path("retention_value").asLong(0),
                        body.path("partitions_number").asInt(1),
                        body.path("replicas").asInt(1),
                        Bodies.text(body, "storage_type").isEmpty() ? "file" : Bodies.text(body, "storage_type"),
                        body.path("idempotency_window_in_ms").asLong(0),
                        dls.path("poison").asBoolean(true),
                        dls.path("schemaverse").asBoolean(true),
                        Bodies.text(body, "dls_station")),
                caller.username());
        return json(forms.created(stations.get(name)));
    }

    private Response remove(Request request) {
        JsonNode names = Bodies.object(request).path("station_names");
        if (!names.isArray()) {
            return missing("station_names");
        }
        List<String> known = new ArrayList<>();
        names.forEach(name -> known.add(stations.get(name.asString("")).name()));
        known.forEach(stations::remove);
        return DONE;
    }

    private Response purge(Request request) {
        ObjectNode body = Bodies.object(request);
        String name = stations.get(Bodies.text(body, "station_name")).name();
        List<Integer> partitions = new ArrayList<>();
        body.path("partitions_list").forEach(partition -> partitions.add(partition.asInt(-1)));
        partitions.removeIf(partition -> partition < 1);
        if (body.path("purge_station").asBoolean(false)) {
            stations.purge(name, partitions);
        }
        if (body.path("purge_dls").asBoolean(false)) {
            List<Integer> chosen = partitions.isEmpty() ? List.of(0) : partitions;
            chosen.forEach(partition -> metadata.deadLetters().removeStation(name, partition));
        }
        return DONE;
    }

    private Response updateDls(Request request) {
        ObjectNode body = Bodies.object(request);
        boolean poison = body.path("poison").asBoolean(false);
        boolean schemaverse = body.path("schemaverse").asBoolean(false);
        stations.update(Bodies.text(body, "station_name"), poison, schemaverse, null);
        return json(Map.of("poison", poison, "schemaverse", schemaverse));
    }

    private Response message(Request request) {
        if (request.query("is_dls").orElse("").equals("true")) {
            throw Refusal.notYet("Details of a dead letter on this call");
        }
        StoredMessage message = browser.message(
                stations.get(request.query("station_name").orElse("")),
                (int) Math.max(1, number(request, "partition_number")),
                number(request, "message_seq"));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("message_seq", message.sequence());
        details.put("producer", Map.of("name", message.producer(), "is_active", false));
        details.put("poisoned_cgs", List.of());
        details.put("message", StationForms.messageForm(message, Integer.MAX_VALUE));
        return json(details);
    }

    private Response resend(Request request) {
        List<Long> ids = ids(Bodies.object(request).path("poison_message_ids"));
        if (ids.isEmpty()) {
            throw Refusal.notYet("Resending all dead letters of a station at once");
        }
        deadLetters.resend(ids);
        return DONE;
    }

    private Response drop(Request request) {
        ObjectNode body = Bodies.object(request);
        String station = Bodies.text(body, "station_name").toLowerCase(Locale.ROOT);
        Optional<DeadLetter.Kind> kind = switch (Bodies.text(body, "dls_type")) {
            case "poison" -> Optional.of(DeadLetter.Kind.POISON);
            case "schema" -> Optional.of(DeadLetter.Kind.SCHEMA);
            default -> Optional.empty();
        };
        kind.ifPresent(k -> metadata.deadLetters().remove(station, k, ids(body.path("dls_message_ids"))));
        return DONE;
    }

    private static List<Long> ids(JsonNode array) {
        List<Long> ids = new ArrayList<>();
        array.forEach(id -> ids.add(id.asLong(0)));
        return ids;
    }

    /// Numbers of a query may be anything here; what is none counts as absent.
    private static long number(Request request, String name) {
        try {
            return Long.parseLong(request.query(name).orElse("-1"));
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private static Response missing(String field) {
        return Response.json(400, Json.bytes(Map.of("message", List.of(Map.of("field", field, "reason", "required")))));
    }

    static String hex(byte[] bytes, int digitsMax) {
        int count = Math.min(bytes.length, digitsMax / 2);
        return HexFormat.of().formatHex(bytes, 0, count);
    }

    private static Response json(Object value) {
        return Response.json(200, Json.bytes(value));
    }
}
