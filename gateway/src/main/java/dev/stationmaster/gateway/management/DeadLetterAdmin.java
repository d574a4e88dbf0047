package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.BrokerLink;
import dev.stationmaster.gateway.view.DeadLettersView;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.RowRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Lists, resends and drops dead letters. Resending is the brokers' work, for they know who is connected.
public final class DeadLetterAdmin {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterAdmin.class);
    private static final int LIST_MAX = 1000;
    private static final int PAYLOAD_HEAD_BYTES = 16 * 1024;
    private static final long COUNTS_FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Counts(long atNanos, Optional<Map<String, Long>> byStation) {}

    private final MetadataStores metadata;
    private final BrokerLink link;
    private volatile Counts counts = new Counts(System.nanoTime() - COUNTS_FRESH_NANOS, Optional.empty());

    public DeadLetterAdmin(MetadataStores metadata, BrokerLink link) {
        this.metadata = metadata;
        this.link = link;
    }

    /// Dead letters by station, at most a second old; empty while the database is away.
    public Optional<Map<String, Long>> counts() {
        if (System.nanoTime() - counts.atNanos >= COUNTS_FRESH_NANOS) {
            try {
                counts = new Counts(
                        System.nanoTime(), Optional.of(metadata.deadLetters().countByStation()));
            } catch (MetadataException e) {
                log.debug("dead letters not counted: {}", e.toString());
                counts = new Counts(System.nanoTime(), Optional.empty());
            }
        }
        return counts.byStation;
    }

    /// @param station empty for all
    public DeadLettersView list(Optional<String> station) {
        DeadLetterStore store = metadata.deadLetters();
        DeadLetterStore.Filter filter = station.map(name ->
                        DeadLetterStore.Filter.ofStation(name.toLowerCase(Locale.ROOT), LIST_MAX, PAYLOAD_HEAD_BYTES))
                .orElseGet(() -> DeadLetterStore.Filter.ofAll(LIST_MAX, PAYLOAD_HEAD_BYTES));
        Duration retention = RowRetention.of(metadata.settings()).deadLetters();
        List<DeadLettersView.DeadLetter> rows =
                store.list(filter).stream().map(row -> view(row, retention)).toList();
        Map<String, Long> byStation = store.countByStation();
        List<DeadLettersView.Cause> causes = new ArrayList<>();
        Collection<String> stations = station.<Collection<String>>map(name -> List.of(name.toLowerCase(Locale.ROOT)))
                .orElse(byStation.keySet());
        for (String name : stations) {
            store.causes(name)
                    .forEach(cause -> causes.add(new DeadLettersView.Cause(cause.cause(), cause.count(), cause.ids())));
        }
        long total = stations.stream()
                .mapToLong(name -> byStation.getOrDefault(name, 0L))
                .sum();
        return new DeadLettersView(rows, causes, total);
    }

    private static DeadLettersView.DeadLetter view(DeadLetter row, Duration retention) {
        Instant expires = row.lastAt().plus(retention);
        return new DeadLettersView.DeadLetter(
                row.id(),
                row.station(),
                row.partition(),
                row.sequence(),
                row.groups(),
                row.kind().name().toLowerCase(Locale.ROOT),
                row.reason(),
                row.deliveries() == 0 ? null : row.deliveries(),
                row.producer(),
                row.size(),
                row.headers(),
                Base64.getEncoder().encodeToString(row.payload()),
                row.firstAt().toEpochMilli(),
                row.lastAt().toEpochMilli(),
                expires.toEpochMilli());
    }

    /// Reasons of a station's dead letters, most frequent first.
    public List<DeadLetterStore.Cause> causes(String station) {
        return metadata.deadLetters().causes(station);
    }

    /// Sends them once more to the groups that failed, and to nobody else.
    public DeadLettersView.Resent resend(List<Long> ids) {
        JsonNode reply = Json.mapper()
                .readTree(link.request("$SM.API.DLS.RESEND", Json.bytes(Map.of("ids", ids)), Duration.ofSeconds(30)));
        String error = reply.path("error").asString("");
        if (!error.isEmpty()) {
            throw new Refusal(Refusal.Kind.REFUSED, "SM-RESEND-REFUSED", error);
        }
        List<Long> noMember = new ArrayList<>();
        reply.path("noMember").forEach(id -> noMember.add(id.asLong(0)));
        return new DeadLettersView.Resent(reply.path("sent").asLong(0), noMember);
    }

    public DeadLettersView.Dropped drop(List<Long> ids) {
        return new DeadLettersView.Dropped(metadata.deadLetters().remove(ids));
    }
}
