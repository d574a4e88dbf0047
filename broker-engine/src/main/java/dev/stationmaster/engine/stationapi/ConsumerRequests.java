package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.station.StationNames;
import dev.stationmaster.engine.station.StationPlan;
import dev.stationmaster.engine.stationapi.GroupDurables.Wish;
import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.ClientType;
import dev.stationmaster.metadata.ConsumerMember;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `$memphis_consumer_creations` (JSON on success, the reason as plain text on failure) and
/// `$memphis_consumer_destructions`.
final class ConsumerRequests {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int ROWS_MAX = 100_000;
    private static final long ACK_MILLIS = 30_000;

    private final Stations stations;
    private final SchemaShelf schemas;
    private final ClientRoster roster;
    private final GroupDurables durables;
    private final Access access;
    private final int node;

    ConsumerRequests(
            Stations stations,
            SchemaShelf schemas,
            ClientRoster roster,
            GroupDurables durables,
            Access access,
            int node) {
        this.stations = stations;
        this.schemas = schemas;
        this.roster = roster;
        this.durables = durables;
        this.access = access;
        this.node = node;
    }

    /// @return JSON, or the reason as plain text
    String create(RequestBody body, ClientIdentity from) {
        ClientForm form = ClientForm.parse(body, "consumer_type", from);
        String asked = PartitionNames.external(body.string("consumers_group"));
        String group = asked.isEmpty() ? form.name() : asked;
        long start = body.number("start_consume_from_sequence", 1);
        long last = body.number("last_messages", -1);
        String problem = startProblem(body, start, last);
        if (problem.isEmpty()) {
            problem = formProblem(form, group, from);
        }
        if (!problem.isEmpty()) {
            return problem;
        }
        StationRef station = stations.find(form.station());
        if (station == null) {
            problem = createStation(form, from);
            station = stations.find(form.station());
        } else if (form.version() < 2) {
            problem = "to consume from this station please upgrade your SDK version";
        } else if (!access.mayRead(form.user(), form.station(), from)) {
            problem = "user " + form.user() + " is not allowed to access station " + form.station();
        }
        if (!problem.isEmpty() || station == null) {
            return problem.isEmpty() ? "Station " + form.station() + " does not exist" : problem;
        }
        long ackMillis = body.number("max_ack_time_ms", 0);
        ConsumerMember member = new ConsumerMember(
                0,
                form.row(station, node),
                group,
                ackMillis <= 0 ? ACK_MILLIS : ackMillis,
                StationPlan.maxDeliver(body.count("max_msg_deliveries", 0)),
                start,
                last);
        boolean omitsError = from.lang().equals("java")
                || (form.version() == 3 && body.string("app_id").isEmpty());
        return join(station, member, omitsError);
    }

    private static String startProblem(RequestBody body, long start, long last) {
        if (start < 1 || !body.has("start_consume_from_sequence")) {
            return "startConsumeFromSequence has to be a positive number";
        }
        if (last < -1) {
            return "min value for LastMessages is -1";
        }
        return start > 1 && last > -1
                ? "consumer creation options can't contain both startConsumeFromSequence and lastMessages"
                : "";
    }

    private String formProblem(ClientForm form, String group, ClientIdentity from) {
        String problem = StationNames.problem("Consumer", form.name());
        if (problem.isEmpty()) {
            problem = StationNames.problem("Consumer", group);
        }
        if (problem.isEmpty() && !form.hasKnownType()) {
            problem = "consumer type has to be one of the following application/connector and not " + form.type();
        }
        if (problem.isEmpty()) {
            problem = StationNames.problem("Station", form.station());
        }
        return problem.isEmpty() && !access.exists(form.user(), from) ? "user does not exist" : problem;
    }

    private String createStation(ClientForm form, ClientIdentity from) {
        if (form.version() < 2) {
            return "This station does not exist, a default station can not be created automatically, please upgrade"
                    + " your SDK version";
        }
        return access.mayWrite(form.user(), form.station(), from)
                ? stations.createAutomatically(form.station(), form.user())
                : "user " + form.user() + " is not allowed to create station " + form.station();
    }

    private String join(StationRef station, ConsumerMember member, boolean omitsError) {
        ObjectNode schema;
        try {
            schema = schemas.update(station.settings().schema());
        } catch (MetadataException e) {
            return "schema " + station.settings().schema() + " of the station can not be read: " + e.getMessage();
        }
        Wish wish = new Wish(
                PartitionNames.internal(member.group()),
                member.maxAckTimeMillis(),
                member.maxDeliveries(),
                member.startSequence(),
                member.lastMessages());
        String problem = durables.put(station, wish);
        if (!problem.isEmpty()) {
            return problem;
        }
        roster.add(member);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("schema_update", schema);
        ArrayNode partitions = answer.putObject("partitions_update").putArray("partitions_list");
        ClientForm.partitions(station).forEach(partitions::add);
        if (!omitsError) {
            answer.put("error", "");
        }
        return answer.toString();
    }

    /// A member that leaves; the group goes with its last active member.
    String destroy(RequestBody body, ClientIdentity from) {
        ClientForm form = ClientForm.parse(body, "consumer_type", from);
        StationRef station = stations.find(form.station());
        if (station == null) {
            return "Station " + form.station() + " does not exist";
        }
        Optional<Departure> departure;
        try {
            departure = roster.call("consumer " + form.name(), PATIENCE, stores -> leave(stores, form));
        } catch (MetadataException e) {
            return "consumer " + form.name() + " can not be removed now: " + e.getMessage();
        }
        if (departure.isEmpty()) {
            return "Consumer " + form.name() + " at station " + form.station() + " does not exist";
        }
        return departure.get().groupRemains()
                ? ""
                : durables.remove(
                        station, PartitionNames.internal(departure.get().group()));
    }

    private record Departure(String group, boolean groupRemains) {}

    private static Optional<Departure> leave(MetadataStores stores, ClientForm form) {
        Optional<ConsumerMember> member = stores.consumers().ofStation(form.station(), ROWS_MAX).stream()
                .filter(row -> row.client().name().equals(form.name())
                        && row.client().connectionId().equals(form.connectionId()))
                .findFirst();
        if (member.isEmpty()) {
            return Optional.empty();
        }
        String group = member.get().group();
        stores.consumers().remove(form.station(), form.name(), form.connectionId());
        List<ConsumerMember> left = stores.consumers().ofGroup(form.station(), group);
        boolean remains = left.stream()
                .map(ConsumerMember::client)
                .anyMatch(client -> client.active() && client.type() == ClientType.APPLICATION);
        if (!remains) {
            left.stream().map(ConsumerMember::client).forEach(client -> forget(stores, client));
            forgetDeadLetters(stores.deadLetters(), form.station(), group);
        }
        return Optional.of(new Departure(group, remains));
    }

    private static void forget(MetadataStores stores, Client client) {
        stores.consumers().remove(client.station(), client.name(), client.connectionId());
    }

    private static void forgetDeadLetters(DeadLetterStore letters, String station, String group) {
        for (DeadLetter letter : letters.list(DeadLetterStore.Filter.ofStation(station, 10_000, 0))) {
            if (letter.groups().contains(group)) {
                letters.removeGroup(letter.id(), group);
            }
        }
    }
}
