package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.PartitionView.Stats;
import dev.stationmaster.engine.storage.DamagedRecordException;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Numbers of a group for the product's own statistics; counters run since this node leads. Confined to the group loop.
final class GroupStats {
    private static final long MILLI = 1_000_000;

    private GroupStats() {}

    /// What the group uses, for the account's info.
    ///
    /// @param errors how many this leader has answered
    static ObjectNode totals(LeaderDesk leader, long errors) {
        long memory = 0;
        long storage = 0;
        long reservedMemory = 0;
        long reservedStorage = 0;
        int consumers = 0;
        for (StreamDesk stream : leader.streams()) {
            PartitionView partition = stream.partition();
            long bytes = partition.stats().bytes();
            boolean inMemory = partition.config().storage() == Storage.MEMORY;
            memory += inMemory ? bytes : 0;
            storage += inMemory ? 0 : bytes;
            long reserved = Math.max(0, partition.config().maxBytes());
            reservedMemory += inMemory ? reserved : 0;
            reservedStorage += inMemory ? 0 : reserved;
            consumers += stream.consumers().size();
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("memory", memory)
                .put("storage", storage)
                .put("reserved_memory", reservedMemory)
                .put("reserved_storage", reservedStorage)
                .put("errors", errors)
                .put("streams", leader.streams().size())
                .put("consumers", consumers);
    }

    static ObjectNode of(LeaderDesk leader) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("group", leader.context().group().name());
        json.put("leader", leader.node());
        ArrayNode streams = json.putArray("streams");
        for (StreamDesk stream : leader.streams()) {
            streams.add(stream(stream));
        }
        return json;
    }

    private static ObjectNode stream(StreamDesk stream) {
        PartitionView partition = stream.partition();
        Stats stats = partition.stats();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("stream", partition.config().name())
                .put("id", Long.toString(partition.streamId()))
                .put("messages", stats.messages())
                .put("bytes", stats.bytes())
                .put("firstSeq", stats.firstSequence())
                .put("lastSeq", stats.lastSequence())
                .put("firstTs", stats.firstTimeNanos() / MILLI)
                .put("lastTs", stats.lastTimeNanos() / MILLI)
                .put("stored", stream.storedCount());
        ArrayNode consumers = json.putArray("consumers");
        for (ConsumerDesk consumer : stream.consumers()) {
            consumers.add(consumer(consumer));
        }
        return json;
    }

    private static ObjectNode consumer(ConsumerDesk desk) {
        DeliveryState state = desk.state;
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", desk.name())
                .put("undelivered", desk.cursor.undelivered())
                .put("ackPending", state.ackPending())
                .put("redelivered", state.redelivered())
                .put("waiting", desk.waiting())
                .put("deliveredSeq", state.deliveredStream())
                .put("ackFloorSeq", state.ackFloorStream())
                .put("delivered", desk.deliveredCount())
                .put("acked", desk.ackedCount())
                .put("oldestUnsettledTs", oldestUnsettled(desk) / MILLI)
                .put("maxDeliver", desk.config().maxDeliver())
                .put("maxAckPending", desk.config().maxAckPending())
                .put("ackWaitMs", desk.config().ackWaitNanos() / MILLI)
                .put("createdTs", desk.createdNanos() / MILLI)
                .put("lastActiveTs", Math.max(desk.lastDeliveredNanos(), desk.lastAckedNanos()) / MILLI);
    }

    private static long oldestUnsettled(ConsumerDesk desk) {
        if (desk.state.ackPending() == 0 && desk.cursor.undelivered() == 0) {
            return 0;
        }
        try {
            var message = desk.partition.loadNext(
                    desk.state.ackFloorStream() + 1, desk.config().filters());
            return message == null ? 0 : message.timeNanos();
        } catch (DamagedRecordException unknown) {
            return 0;
        }
    }
}
