package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.copying.CopyDesk;
import dev.stationmaster.engine.copying.CopyStatus;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.jsapi.Answers;
import dev.stationmaster.engine.jsapi.ApiTimes;
import dev.stationmaster.engine.jsapi.ConsumerConfigCodec;
import dev.stationmaster.engine.jsapi.StreamConfigCodec;
import dev.stationmaster.engine.jsapi.StreamSourceCodec;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.PartitionView.Stats;
import dev.stationmaster.engine.replication.GroupId;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes what is known of streams and consumers, field by field as JetStream does. Confined to the group loop.
final class InfoAnswers {
    private static final int SUBJECTS_LIMIT = 100_000;

    private final String serverName;
    private final String domain;
    private final ClusterFacts cluster;

    /// @param domain of JetStream, `""` for none
    InfoAnswers(String serverName, String domain, ClusterFacts cluster) {
        this.serverName = serverName;
        this.cluster = cluster;
        this.domain = domain;
    }

    /// What a request for a stream's info may ask for in addition.
    record StreamDetails(boolean deleted, String subjectsFilter, int offset) {
        static final StreamDetails NONE = new StreamDetails(false, "", 0);
    }

    /// Adds `config`, `created`, `state`, `domain`, `cluster`, `alternates` and `ts`.
    ObjectNode stream(ObjectNode json, StreamDesk desk, StreamDetails details) {
        PartitionView partition = desk.partition();
        json.set("config", StreamConfigCodec.write(partition.config()));
        json.put("created", ApiTimes.format(partition.createdNanos()));
        json.set("state", state(desk, details));
        if (!domain.isEmpty()) {
            json.put("domain", domain);
        }
        copies(json, desk.copies());
        cluster(json, desk.context().group(), true);
        List<String> alternates = cluster.alternates(partition.config().name());
        if (!alternates.isEmpty()) {
            ArrayNode list = json.putArray("alternates");
            alternates.forEach(name -> alternate(list.addObject().put("name", name)));
        }
        return json.put("ts", ApiTimes.format(desk.context().leaderTimeNanos()));
    }

    private void alternate(ObjectNode json) {
        if (!domain.isEmpty()) {
            json.put("domain", domain);
        }
        json.put("cluster", cluster.name());
    }

    private void cluster(ObjectNode json, GroupId group, boolean replicated) {
        ObjectNode own = json.putObject("cluster");
        if (!cluster.name().isEmpty()) {
            own.put("name", cluster.name());
        }
        own.put("leader", serverName);
        List<ClusterFacts.Replica> others = replicated ? cluster.replicas(group) : List.of();
        if (others.isEmpty()) {
            return;
        }
        ArrayNode list = own.putArray("replicas");
        for (ClusterFacts.Replica replica : others) {
            ObjectNode each = list.addObject().put("name", replica.name()).put("current", replica.current());
            if (replica.offline()) {
                each.put("offline", true);
            }
            each.put("active", 0);
            if (replica.lag() > 0) {
                each.put("lag", replica.lag());
            }
        }
    }

    private static void copies(ObjectNode json, CopyDesk desk) {
        CopyStatus mirror = desk.mirror();
        if (mirror != null) {
            json.set("mirror", copy(mirror));
        }
        List<CopyStatus> sources = desk.sources();
        if (!sources.isEmpty()) {
            ArrayNode list = json.putArray("sources");
            sources.forEach(source -> list.add(copy(source)));
        }
    }

    private static ObjectNode copy(CopyStatus status) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", status.source().name())
                .put("lag", status.lag())
                .put("active", status.activeNanos());
        StreamSourceCodec.writeSelection(json, status.source());
        JetStreamError error = status.error();
        if (error != null) {
            json.set("error", Answers.error(error));
        }
        return json;
    }

    private static ObjectNode state(StreamDesk desk, StreamDetails details) {
        PartitionView partition = desk.partition();
        Stats stats = partition.stats();
        boolean untouched = stats.messages() == 0 && stats.lastSequence() == 0;
        ObjectNode state = JsonNodeFactory.instance
                .objectNode()
                .put("messages", stats.messages())
                .put("bytes", stats.bytes())
                .put("first_seq", untouched ? 0 : stats.firstSequence())
                .put("first_ts", ApiTimes.format(stats.firstTimeNanos()))
                .put("last_seq", stats.lastSequence())
                .put("last_ts", ApiTimes.format(stats.lastTimeNanos()));
        if (stats.subjectCount() > 0) {
            state.put("num_subjects", stats.subjectCount());
        }
        if (!details.subjectsFilter().isEmpty()) {
            subjects(state, partition.subjects(details.subjectsFilter()), details.offset());
        }
        if (stats.deletedCount() > 0) {
            state.put("num_deleted", stats.deletedCount());
            if (details.deleted()) {
                ArrayNode deleted = state.putArray("deleted");
                partition.deleted().forEach(deleted::add);
            }
        }
        return state.put("consumer_count", desk.consumers().size());
    }

    private static void subjects(ObjectNode state, Map<String, Long> subjects, int offset) {
        if (offset >= subjects.size()) {
            return;
        }
        ObjectNode page = state.putObject("subjects");
        subjects.entrySet().stream()
                .skip(offset)
                .limit(SUBJECTS_LIMIT)
                .forEach(entry -> page.put(entry.getKey(), entry.getValue()));
    }

    /// Adds everything about a consumer.
    ObjectNode consumer(ObjectNode json, ConsumerDesk desk) {
        desk.dropRemoved();
        DeliveryState state = desk.state;
        json.put("stream_name", desk.partition.config().name());
        json.put("name", desk.name());
        json.put("created", ApiTimes.format(desk.createdNanos()));
        json.set("config", ConsumerConfigCodec.write(desk.config()));
        json.set("delivered", sequences(state.deliveredConsumer(), state.deliveredStream(), desk.lastDeliveredNanos()));
        json.set("ack_floor", sequences(state.ackFloorConsumer(), state.ackFloorStream(), desk.lastAckedNanos()));
        json.put("num_ack_pending", state.ackPending());
        json.put("num_redelivered", state.redelivered());
        json.put("num_waiting", desk.waiting());
        json.put("num_pending", desk.cursor.undelivered());
        cluster(json, desk.context.group(), desk.config().replicas() != 1);
        if (desk instanceof PushDesk push && push.isActive()) {
            json.put("push_bound", true);
        }
        return json.put("ts", ApiTimes.format(desk.context.leaderTimeNanos()));
    }

    private static ObjectNode sequences(long consumerSequence, long streamSequence, long lastNanos) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("consumer_seq", consumerSequence)
                .put("stream_seq", streamSequence);
        return lastNanos == 0 ? json : json.put("last_active", ApiTimes.format(lastNanos));
    }
}
