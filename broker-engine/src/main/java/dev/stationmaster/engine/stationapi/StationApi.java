package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.deadletter.DeadLetterIntake;
import dev.stationmaster.engine.deadletter.DeadLetterOffice;
import dev.stationmaster.engine.deadletter.Resend;
import dev.stationmaster.engine.jsapi.Answers;
import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.Inquiries;
import dev.stationmaster.engine.jsapi.LeaderSubjects;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.MetaClient;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.metadata.MetadataStores;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The node's front for `$memphis_…` and the product's own requests. Each request runs on a virtual thread of its own,
/// a
/// bounded number at once. Thread-safe.
public final class StationApi {
    private static final Logger LOG = LoggerFactory.getLogger(StationApi.class);
    private static final int AT_ONCE_MAX = 1_000;
    private static final String BARE = "stations need the metadata, and this broker runs without it";
    private static final List<String> INTAKES =
            List.of("$memphis_nacked_dls", "$memphis_schemaverse_dls", "$memphis_pm_acks", "$memphis_notifications");

    private final Router router;
    private final GroupClient groups;
    private final Answers answers;
    private final Semaphore running = new Semaphore(AT_ONCE_MAX);

    /// What a request is answered with: plain text, where `""` means an empty payload.
    @FunctionalInterface
    private interface Work {
        String answer(RequestBody body, ClientIdentity from);
    }

    public StationApi(Router router, GroupClient groups) {
        this.router = router;
        this.groups = groups;
        this.answers = new Answers(router);
    }

    /// Everything that stations need. `roster` and `office` are started and closed by who made them.
    public record Rooms(
            Directory directory,
            MetaClient meta,
            Inquiries inquiries,
            MetadataStores stores,
            ClientRoster roster,
            DeadLetterOffice office,
            int node) {}

    /// Takes the subjects; on a bare broker they only explain themselves. Called once, before clients connect.
    public void serve(Optional<Rooms> rooms) {
        router.serve(LeaderSubjects.GROUP_STATS + ">", this::groupStats);
        rooms.ifPresentOrElse(this::serveStations, this::serveBare);
    }

    private void serveStations(Rooms rooms) {
        SchemaShelf shelf = new SchemaShelf(rooms.stores());
        Access access = new Access(rooms.directory());
        Stations stations = new Stations(router, rooms.directory(), rooms.meta(), rooms.roster(), shelf);
        SchemaRequests schemas = new SchemaRequests(rooms.stores(), stations, access);
        StationRequests station = new StationRequests(stations, schemas, access);
        ProducerRequests producers = new ProducerRequests(stations, shelf, rooms.roster(), access, rooms.node());
        ConsumerRequests consumers = new ConsumerRequests(
                stations, shelf, rooms.roster(), new GroupDurables(rooms.inquiries()), access, rooms.node());
        ProductRequests product =
                new ProductRequests(stations, station, new Resend(rooms.stores().deadLetters(), router));

        serve("$memphis_station_creations", station::create);
        serve("$memphis_station_destructions", station::destroy);
        serve(
                "$memphis_producer_creations",
                (body, from) -> producers.create(body, from).toString());
        serve("$memphis_producer_destructions", producers::destroy);
        serve("$memphis_consumer_creations", consumers::create);
        serve("$memphis_consumer_destructions", consumers::destroy);
        serve("$memphis_schema_creations", (body, from) -> error(schemas.create(body)));
        serve("$memphis_schema_attachments", schemas::attach);
        serve("$memphis_schema_detachments", schemas::detach);
        serveProduct(
                "$SM.API.STATION.CREATE",
                (body, from) -> product.create(body, from).toString());
        serveProduct(
                "$SM.API.STATION.UPDATE", (body, from) -> product.update(body).toString());
        serveProduct(
                "$SM.API.STATION.REMOVE", (body, from) -> product.remove(body).toString());
        serveProduct("$SM.API.DLS.RESEND", (body, from) -> product.resend(body).toString());
        serveIntakes(new DeadLetterIntake(
                rooms.directory(),
                rooms.inquiries(),
                rooms.office(),
                Optional.of(rooms.stores().deadLetters())));
    }

    private void serveBare() {
        for (String subject : List.of(
                "$memphis_station_creations",
                "$memphis_station_destructions",
                "$memphis_producer_destructions",
                "$memphis_consumer_creations",
                "$memphis_consumer_destructions",
                "$memphis_schema_attachments",
                "$memphis_schema_detachments")) {
            serve(subject, (body, from) -> BARE);
        }
        for (String subject : List.of(
                "$memphis_producer_creations",
                "$memphis_schema_creations",
                "$SM.API.STATION.CREATE",
                "$SM.API.STATION.UPDATE",
                "$SM.API.STATION.REMOVE",
                "$SM.API.DLS.RESEND")) {
            serve(subject, (body, from) -> error(BARE));
        }
        INTAKES.forEach(subject -> router.serve(subject, (message, from) -> {}));
    }

    private static String error(String text) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("error", text);
        return answer.toString();
    }

    private void serve(String subject, Work work) {
        boolean json = subject.endsWith("producer_creations") || subject.endsWith("schema_creations");
        router.serve(
                subject,
                (request, from) -> run(subject, () -> {
                    String text;
                    try {
                        text = work.answer(RequestBody.parse(request.payload()), from);
                    } catch (ApiRefusal refusal) {
                        String problem =
                                "request can not be read: " + refusal.error().description();
                        text = json || subject.startsWith("$SM.") ? error(problem) : problem;
                    }
                    answers.sendText(request.reply(), text);
                }));
    }

    private void serveProduct(String subject, Work work) {
        serve(subject, (body, from) -> isOurs(from) ? work.answer(body, from) : error("only root may ask " + subject));
    }

    private static boolean isOurs(ClientIdentity from) {
        return from.internal() || from.user().equals("root");
    }

    private void serveIntakes(DeadLetterIntake intake) {
        for (String subject : INTAKES) {
            router.serve(subject, (request, from) -> run(subject, () -> intake.accept(request)));
        }
    }

    private void groupStats(Message request, ClientIdentity from) {
        String name = request.subject().substring(LeaderSubjects.GROUP_STATS.length());
        if (!isOurs(from)) {
            answers.sendText(request.reply(), error("only root may ask " + request.subject()));
            return;
        }
        try {
            groups.request(new GroupId(name), new GroupRequest(request, from));
        } catch (IllegalArgumentException e) {
            answers.sendText(request.reply(), error(String.valueOf(e.getMessage())));
        }
    }

    private void run(String subject, Runnable work) {
        if (!running.tryAcquire()) {
            LOG.warn("{} dropped: {} requests are under way", subject, AT_ONCE_MAX);
            return;
        }
        Thread.ofVirtual().name(subject).start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                // The client retries; the next one must not meet a dead thread.
                LOG.error("{} failed", subject, e);
            } finally {
                running.release();
            }
        });
    }
}
