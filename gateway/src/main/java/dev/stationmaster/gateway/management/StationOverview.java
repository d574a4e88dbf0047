package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.GroupFigures;
import dev.stationmaster.gateway.watch.Picture;
import dev.stationmaster.gateway.watch.StationFigures;
import dev.stationmaster.gateway.watch.StationsReply;
import dev.stationmaster.gateway.watch.Watch;
import dev.stationmaster.metadata.AuditEntry;
import dev.stationmaster.metadata.ConsumerMember;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.TagStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `getStationOverviewData`: producers, groups, messages and dead letters of a station, or of one of its
/// partitions.
public final class StationOverview {
    private static final int ROWS_MAX = 5000;
    private static final int MESSAGES = 1000;
    private static final int HEX_DIGITS = 80;

    private final StationAdmin stations;
    private final MessageBrowser browser;
    private final Watch watch;
    private final MetadataStores metadata;
    private final DeadLetterAdmin deadLetters;

    public StationOverview(
            StationAdmin stations,
            MessageBrowser browser,
            Watch watch,
            MetadataStores metadata,
            DeadLetterAdmin deadLetters) {
        this.stations = stations;
        this.browser = browser;
        this.watch = watch;
        this.metadata = metadata;
        this.deadLetters = deadLetters;
    }

    /// @param partition 0 for all
    Map<String, Object> of(String name, int partition) throws InterruptedException {
        StationsReply.Station station = stations.get(name);
        Picture picture = watch.look();
        Optional<StationFigures> figures = picture.station(station.name());
        List<StationFigures.OnPartition> scope = figures.map(StationFigures::partitions).orElse(List.of()).stream()
                .filter(on -> partition == 0 || on.partition().partition() == partition)
                .toList();
        long messages = scope.stream().mapToLong(on -> figure(on, true)).sum();
        long bytes = scope.stream().mapToLong(on -> figure(on, false)).sum();
        Map<String, Object> view = new LinkedHashMap<>();
        ClientForms clients = new ClientForms(
                metadata.producers().ofStation(station.name(), ROWS_MAX),
                metadata.consumers().ofStation(station.name(), ROWS_MAX));
        view.put("connected_producers", clients.producers(true));
        view.put("disconnected_producers", clients.producers(false));
        view.put("deleted_producers", List.of());
        groups(view, clients, figures, station.name());
        view.put("total_messages", messages);
        view.put("average_message_size", messages == 0 ? 0 : bytes / messages);
        view.put("audit_logs", audit(station.name()));
        view.put("messages", messages(station, partition));
        deadLetters(view, station.name(), partition);
        view.put("tags", StationForms.tagForms(metadata.tags().of(TagStore.Kind.STATION, station.name())));
        placement(view, scope, picture, partition);
        settings(view, station);
        return view;
    }

    private static long figure(StationFigures.OnPartition on, boolean messages) {
        var stream = on.stream();
        return stream == null ? 0 : messages ? stream.messages() : stream.bytes();
    }

    private void groups(
            Map<String, Object> view, ClientForms clients, Optional<StationFigures> figures, String station) {
        Map<String, Long> dead = metadata.deadLetters().countByGroup(station);
        Map<String, GroupFigures> byName = new TreeMap<>();
        figures.ifPresent(f -> f.groups().forEach(group -> byName.put(group.name(), group)));
        List<Map<String, Object>> connected = new ArrayList<>();
        List<Map<String, Object>> disconnected = new ArrayList<>();
        for (Map.Entry<String, List<ConsumerMember>> group : clients.groups().entrySet()) {
            @Nullable GroupFigures known = byName.get(group.getKey());
            Map<String, Object> row = clients.group(group.getKey(), group.getValue(), known, dead);
            (Boolean.TRUE.equals(row.get("is_active")) ? connected : disconnected).add(row);
        }
        Comparator<Map<String, Object>> newest = Comparator.comparing(
                row -> String.valueOf(row.get("last_status_change_date")), Comparator.reverseOrder());
        connected.sort(newest);
        disconnected.sort(newest);
        view.put("connected_cgs", connected);
        view.put("disconnected_cgs", disconnected);
        view.put("deleted_cgs", List.of());
    }

    private List<Map<String, Object>> audit(String station) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (AuditEntry entry : metadata.audit().ofStation(station, MESSAGES)) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", entry.id());
            row.put("station_name", entry.station());
            row.put("message", entry.message());
            row.put("created_by", 0);
            row.put("created_by_username", entry.user());
            row.put("created_at", StationForms.time(entry.at()));
            row.put("tenant_name", "$memphis");
            rows.add(row);
        }
        return rows;
    }

    /// The newest thousand, ascending; resent copies are left out.
    private List<Map<String, Object>> messages(StationsReply.Station station, int partition)
            throws InterruptedException {
        List<StoredMessage> newest = browser.page(station, partition, BrowsePosition.parse("newest"), MESSAGES)
                .messages();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (StoredMessage message : newest.reversed()) {
            if (message.producer().equals("$memphis_dls")) {
                continue;
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("message_seq", message.sequence());
            row.put("produced_by", message.producer());
            row.put("data", StationRoutes.hex(message.payload(), HEX_DIGITS));
            row.put("created_at", StationForms.time(java.time.Instant.ofEpochMilli(message.storedMillis())));
            row.put("connection_id", message.connectionId());
            row.put("size", message.size());
            row.put("headers", message.userHeaders());
            row.put("partition", message.partition());
            rows.add(row);
        }
        return rows;
    }

    private void deadLetters(Map<String, Object> view, String station, int partition) {
        List<DeadLetter> rows = metadata.deadLetters()
                .list(new DeadLetterStore.Filter(
                        Optional.of(station), partition, Optional.empty(), MESSAGES, HEX_DIGITS / 2));
        view.put("poison_messages", deadForms(rows, DeadLetter.Kind.POISON));
        view.put("schema_failed_messages", deadForms(rows, DeadLetter.Kind.SCHEMA));
        view.put("functions_failed_messages", List.of());
        view.put(
                "total_dls_messages",
                partition == 0
                        ? deadLetters.counts().orElse(Map.of()).getOrDefault(station, (long) rows.size())
                        : (Long) (long) rows.size());
    }

    private static List<Map<String, Object>> deadForms(List<DeadLetter> rows, DeadLetter.Kind kind) {
        return rows.stream()
                .filter(row -> row.kind() == kind)
                .sorted(Comparator.comparing(DeadLetter::sentAt).reversed())
                .map(row -> {
                    Map<String, Object> message = new LinkedHashMap<>();
                    message.put("time_sent", StationForms.time(row.sentAt()));
                    message.put("size", row.size());
                    message.put("data", StationRoutes.hex(row.payload(), HEX_DIGITS));
                    message.put("headers", row.headers());
                    Map<String, Object> form = new LinkedHashMap<>();
                    form.put("message_seq", row.sequence());
                    form.put("id", row.id());
                    form.put("message", message);
                    form.put("partition_number", row.partition());
                    form.put("poisoned_cgs", row.groups());
                    return form;
                })
                .toList();
    }

    private static void placement(
            Map<String, Object> view, List<StationFigures.OnPartition> scope, Picture picture, int partition) {
        List<ClusterReply.Node> nodes =
                picture.cluster().map(ClusterReply::nodeList).orElse(List.of());
        boolean alone = nodes.size() <= 1;
        String leader = "";
        List<String> followers = new ArrayList<>();
        if (alone) {
            leader = "memphis-0";
        } else if (partition != 0 && !scope.isEmpty()) {
            String groupId = scope.getFirst().partition().group();
            Optional<ClusterReply.Group> group =
                    picture.cluster().map(ClusterReply::groupList).orElse(List.of()).stream()
                            .filter(g -> g.id().equals(groupId))
                            .findFirst();
            leader = group.map(g -> nodeName(g.leader())).orElse("");
            group.ifPresent(g -> g.memberList().stream()
                    .filter(member -> member.node() != g.leader())
                    .forEach(member -> followers.add(nodeName(member.node()))));
        }
        view.put("leader", leader);
        view.put("followers", followers);
    }

    private static String nodeName(int node) {
        return node == 0 ? "" : "memphis-" + (node - 1);
    }

    private static void settings(Map<String, Object> view, StationsReply.Station station) {
        view.put("schema", Map.of());
        view.put("idempotency_window_in_ms", station.idempotencyWindowMs());
        view.put("dls_configuration_poison", station.dlsPoison());
        view.put("dls_configuration_schemaverse", station.dlsSchemaverse());
        view.put("tiered_storage_enabled", false);
        view.put("created_by_username", station.createdBy() == null ? "" : station.createdBy());
        view.put("resend_disabled", false);
        view.put("functions_enabled", true);
        view.put("max_amount_of_allowed_producers", -1);
        view.put("source_connectors", List.of());
        view.put("sink_connectors", List.of());
        view.put("act_as_dls_station_in_stations", List.of());
    }
}
