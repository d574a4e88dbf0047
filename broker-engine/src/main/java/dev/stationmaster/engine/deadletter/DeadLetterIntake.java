package dev.stationmaster.engine.deadletter;

import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.Inquiries;
import dev.stationmaster.engine.jsapi.LeaderSubjects;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.NewDeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/// What SDKs tell about messages they gave up: `$memphis_nacked_dls`, `$memphis_schemaverse_dls` and
/// `$memphis_pm_acks`.
/// Nobody waits for an answer. Called on threads that may block.
public final class DeadLetterIntake {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterIntake.class);

    private final Directory directory;
    private final Inquiries inquiries;
    private final DeadLetterOffice office;
    private final Optional<DeadLetterStore> store;

    public DeadLetterIntake(
            Directory directory, Inquiries inquiries, DeadLetterOffice office, Optional<DeadLetterStore> store) {
        this.directory = directory;
        this.inquiries = inquiries;
        this.office = office;
        this.store = store;
    }

    /// A consumer gave a message up, with a reason: told to the leader, which knows whether the message is still
    /// pending.
    public void nacked(Message message) {
        RequestBody body = RequestBody.parse(message.payload());
        StationRef station = directory.station(PartitionNames.external(body.string("station_name")));
        StreamRef partition = station == null ? null : partition(station, body.number("partition", -1));
        if (partition == null) {
            LOG.info(
                    "given-up message of station '{}', partition {} ignored: there is no such partition",
                    body.string("station_name"),
                    body.number("partition", -1));
            return;
        }
        byte[] told = JsonNodeFactory.instance
                .objectNode()
                .put("consumer", PartitionNames.internal(body.string("cg_name")))
                .put("seq", body.number("seq", 0))
                .put("error", body.string("error"))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        inquiries.tell(partition.group(), LeaderSubjects.GIVEN_UP + partition.name(), "", told);
    }

    /// Some SDKs say 0 or -1 for the only partition.
    private static @Nullable StreamRef partition(StationRef station, long number) {
        if (number >= 1 && number <= station.partitions().size()) {
            return station.partitions().get((int) number - 1);
        }
        return number <= 0 && station.partitions().size() == 1
                ? station.partitions().getFirst()
                : null;
    }

    /// A producer's message did not fit the schema.
    public void schemaFailed(Message message) {
        RequestBody body = RequestBody.parse(message.payload());
        StationRef station = directory.station(PartitionNames.external(body.string("station_name")));
        RequestBody content = body.object("message");
        if (station == null || content == null) {
            return;
        }
        RequestBody producer = body.object("producer");
        Map<String, String> headers = content.texts("headers");
        NewDeadLetter row = new NewDeadLetter(
                station.name(),
                1,
                0,
                0,
                DeadLetter.Kind.SCHEMA,
                "",
                body.string("validation_error"),
                0,
                producer == null ? "unknown" : producer.string("name"),
                headers,
                bytes(content.string("data")),
                Instant.now(),
                Instant.now());
        office.takeSchemaFailure(row, station);
    }

    /// Hex as SDKs write it; what is no hex is kept as it came.
    private static byte[] bytes(String data) {
        try {
            return HexFormat.of().parseHex(data);
        } catch (IllegalArgumentException e) {
            return data.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// A resent message was acknowledged by a group.
    public void resentAcked(Message message) {
        if (store.isEmpty()) {
            return;
        }
        RequestBody body = RequestBody.parse(message.payload());
        try {
            long id = Long.parseLong(body.text("id"));
            store.get().removeGroup(id, PartitionNames.external(body.string("cg_name")));
        } catch (NumberFormatException e) {
            LOG.info("acknowledgement of a resent message ignored: id '{}' is no number", body.text("id"));
        } catch (MetadataException e) {
            LOG.warn("acknowledgement of resent message {} not recorded: {}", body.text("id"), e.getMessage());
        }
    }

    /// Runs one intake; bad requests end in the log, because nobody waits for an answer.
    public void accept(Message message) {
        try {
            switch (message.subject()) {
                case "$memphis_nacked_dls" -> nacked(message);
                case "$memphis_schemaverse_dls" -> schemaFailed(message);
                case "$memphis_pm_acks" -> resentAcked(message);
                default -> LOG.debug("{} is only taken note of", message.subject());
            }
        } catch (ApiRefusal refusal) {
            LOG.info("{} ignored: {}", message.subject(), refusal.error().description());
        }
    }
}
