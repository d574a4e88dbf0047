package dev.stationmaster.gateway.management.console;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Router;
import dev.stationmaster.gateway.management.Bodies;
import dev.stationmaster.gateway.management.Caller;
import dev.stationmaster.gateway.management.DeadLetterAdmin;
import dev.stationmaster.gateway.management.Refusal;
import dev.stationmaster.gateway.management.StationAdmin;
import dev.stationmaster.gateway.management.Supervisor;
import dev.stationmaster.gateway.view.ConnectView;
import dev.stationmaster.gateway.view.DeadLettersView;
import dev.stationmaster.gateway.view.ProduceRequest;
import dev.stationmaster.gateway.view.StationRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// `/api/console/*`.
public final class ConsoleRoutes {
    private static final int HISTORY_SECONDS = 900;
    private static final int PAGE_DEFAULT = 100;
    private static final List<String> NODE_ACTIONS = List.of("kill", "stop", "start");

    private final ClusterQuery cluster;
    private final StationsQuery stations;
    private final StationQuery station;
    private final MessagesQuery messages;
    private final StationAdmin stationAdmin;
    private final DeadLetterAdmin deadLetters;
    private final Supervisor supervisor;
    private final Function<Caller, ConnectView> connect;

    /// @param connect what a client of the caller needs
    public ConsoleRoutes(
            ClusterQuery cluster,
            StationsQuery stations,
            StationQuery station,
            MessagesQuery messages,
            StationAdmin stationAdmin,
            DeadLetterAdmin deadLetters,
            Supervisor supervisor,
            Function<Caller, ConnectView> connect) {
        this.cluster = cluster;
        this.stations = stations;
        this.station = station;
        this.messages = messages;
        this.stationAdmin = stationAdmin;
        this.deadLetters = deadLetters;
        this.supervisor = supervisor;
        this.connect = connect;
    }

    /// Adds them; `caller` says who is calling.
    public void addTo(Router router, Function<Request, Caller> caller) {
        router.get("/api/console/cluster", _ -> json(cluster.view()))
                .post("/api/console/nodes/{node}/{action}", this::node)
                .get("/api/console/stations", _ -> json(stations.view()))
                .post("/api/console/stations", request -> create(request, caller.apply(request)))
                .get(
                        "/api/console/stations/{name}",
                        request -> json(station.view(
                                request.pathValue("name"), (int) number(request, "history", HISTORY_SECONDS))))
                .delete("/api/console/stations/{name}", this::remove)
                .post("/api/console/stations/{name}/purge", this::purge)
                .get("/api/console/stations/{name}/messages", this::page)
                .get("/api/console/stations/{name}/messages/{partition}/{sequence}", this::message)
                .post("/api/console/stations/{name}/messages", this::produce)
                .get("/api/console/deadletters", request -> json(deadLetters.list(request.query("station"))))
                .post("/api/console/deadletters/resend", request -> json(deadLetters.resend(ids(request))))
                .post("/api/console/deadletters/drop", request -> json(deadLetters.drop(ids(request))))
                .get("/api/console/connect", request -> json(connect.apply(caller.apply(request))));
    }

    private Response node(Request request) {
        String action = request.pathValue("action");
        if (!NODE_ACTIONS.contains(action)) {
            throw Refusal.invalid("Node action " + action + " is unknown (expected: kill, stop, start)");
        }
        supervisor.node("node-" + action, (int) pathNumber(request, "node"));
        return json(Map.of("ok", true));
    }

    private Response create(Request request, Caller caller) {
        StationRequest wanted = Bodies.read(request, StationRequest.class);
        stationAdmin.create(wanted, caller.username());
        return json(Map.of("ok", true));
    }

    private Response remove(Request request) {
        stationAdmin.remove(request.pathValue("name"));
        return json(Map.of("ok", true));
    }

    private Response purge(Request request) {
        return json(Map.of("purged", stationAdmin.purge(request.pathValue("name"), List.of())));
    }

    private Response page(Request request) throws InterruptedException {
        return json(messages.page(
                request.pathValue("name"),
                (int) number(request, "partition", 0),
                request.query("from").orElse("newest"),
                (int) number(request, "limit", PAGE_DEFAULT)));
    }

    private Response message(Request request) {
        return json(messages.whole(
                request.pathValue("name"), (int) pathNumber(request, "partition"), pathNumber(request, "sequence")));
    }

    private Response produce(Request request) {
        return json(messages.produce(request.pathValue("name"), Bodies.read(request, ProduceRequest.class)));
    }

    @SuppressWarnings("NullAway") // JSON may leave the list out.
    private static List<Long> ids(Request request) {
        List<Long> ids = Bodies.read(request, DeadLettersView.Selection.class).ids();
        if (ids == null || ids.isEmpty() || ids.size() > 10_000) {
            throw Refusal.invalid("ids must name 1..10,000 dead letters");
        }
        return ids;
    }

    private static long number(Request request, String name, long otherwise) {
        return request.query(name).map(text -> parse(name, text)).orElse(otherwise);
    }

    private static long pathNumber(Request request, String name) {
        return parse(name, request.pathValue(name));
    }

    private static long parse(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Answered below.
        }
        throw Refusal.invalid(name + "=" + text + " is no number from 0 up");
    }

    private static Response json(Object value) {
        return Response.json(200, Json.bytes(value));
    }
}
