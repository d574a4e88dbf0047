package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.watch.GroupFigures;
import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.ConsumerMember;
import dev.stationmaster.metadata.Producer;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows of producers and consumer groups in the station overview: one row a name, counts over its connections.
final class ClientForms {
    private static final int REQUEST_VERSION = 4;

    private final List<Producer> producers;
    private final Map<String, List<ConsumerMember>> groups;

    ClientForms(List<Producer> producers, List<ConsumerMember> members) {
        this.producers = List.copyOf(producers);
        this.groups = members.stream()
                .collect(Collectors.groupingBy(ConsumerMember::group, LinkedHashMap::new, Collectors.toList()));
    }

    Map<String, List<ConsumerMember>> groups() {
        return groups;
    }

    List<Map<String, Object>> producers(boolean connected) {
        Map<String, List<Producer>> byName = producers.stream()
                .collect(Collectors.groupingBy(p -> p.client().name(), LinkedHashMap::new, Collectors.toList()));
        return byName.values().stream()
                .filter(rows -> rows.stream().anyMatch(row -> row.client().active()) == connected)
                .map(ClientForms::producer)
                .toList();
    }

    private static Map<String, Object> producer(List<Producer> rows) {
        Client newest = rows.getFirst().client();
        long active = rows.stream().filter(row -> row.client().active()).count();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("id", rows.getFirst().id());
        form.put("name", newest.name());
        form.put("type", "application");
        form.put("connection_id", newest.connectionId());
        form.put("updated_at", StationForms.time(newest.updatedAt()));
        form.put("station_name", newest.station());
        form.put("is_active", active > 0);
        form.put("connected_producers_count", active);
        form.put("disconnected_producers_count", rows.size() - active);
        form.put("sdk_language", newest.sdk());
        form.put("update_available", active > 0 && newest.requestVersion() < REQUEST_VERSION);
        return form;
    }

    /// @param known figures of the group, null while its leader does not answer
    Map<String, Object> group(
            String name, List<ConsumerMember> members, @Nullable GroupFigures known, Map<String, Long> dead) {
        ConsumerMember newest = members.getFirst();
        boolean active = members.stream().anyMatch(member -> member.client().active());
        Instant changed = members.stream()
                .map(member -> member.client().updatedAt())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", name);
        form.put("unprocessed_messages", known == null ? 0 : known.undelivered());
        form.put("poison_messages", dead.getOrDefault(name, 0L));
        form.put("is_active", active);
        form.put("in_process_messages", known == null ? 0 : known.ackPending());
        form.put("max_ack_time_ms", newest.maxAckTimeMillis());
        form.put("max_msg_deliveries", newest.maxDeliveries());
        form.put("connected_consumers", consumers(members, true));
        form.put("disconnected_consumers", consumers(members, false));
        form.put("deleted_consumers", List.of());
        form.put("last_status_change_date", StationForms.time(changed));
        form.put("partitions_list", newest.client().partitions());
        form.put("sdk_language", newest.client().sdk());
        form.put("update_available", active && newest.client().requestVersion() < REQUEST_VERSION);
        return form;
    }

    private static List<Map<String, Object>> consumers(List<ConsumerMember> members, boolean connected) {
        Map<String, List<ConsumerMember>> byName = members.stream()
                .collect(Collectors.groupingBy(
                        member -> member.client().name(), LinkedHashMap::new, Collectors.toList()));
        return byName.values().stream()
                .filter(rows -> rows.stream().anyMatch(row -> row.client().active()) == connected)
                .map(ClientForms::consumer)
                .toList();
    }

    private static Map<String, Object> consumer(List<ConsumerMember> rows) {
        ConsumerMember newest = rows.getFirst();
        long active = rows.stream().filter(row -> row.client().active()).count();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("id", newest.id());
        form.put("name", newest.client().name());
        form.put("updated_at", StationForms.time(newest.client().updatedAt()));
        form.put("is_active", active > 0);
        form.put("consumers_group", newest.group());
        form.put("max_ack_time_ms", newest.maxAckTimeMillis());
        form.put("max_msg_deliveries", newest.maxDeliveries());
        form.put("station_name", newest.client().station());
        form.put("partitions_list", newest.client().partitions());
        form.put("count", active);
        form.put("sdk_language", newest.client().sdk());
        form.put("update_available", active > 0 && newest.client().requestVersion() < REQUEST_VERSION);
        return form;
    }
}
