package dev.stationmaster.gateway.watch;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reply to `$SM.API.GROUP.STATS.<group>`, from the group's leader.
public record GroupStats(
        @Nullable String group, int leader, @Nullable List<Stream> streams) {

    public record Stream(
            String stream,
            long messages,
            long bytes,
            long firstSeq,
            long lastSeq,
            long stored,
            @Nullable List<Consumer> consumers) {

        public List<Consumer> consumerList() {
            return consumers == null ? List.of() : consumers;
        }
    }

    /// @param delivered counter since the leader took over, so is `acked`
    public record Consumer(
            String name,
            long undelivered,
            long ackPending,
            long redelivered,
            long waiting,
            long deliveredSeq,
            long ackFloorSeq,
            long delivered,
            long acked,
            @Nullable JsonNode oldestUnsettledTs,
            int maxDeliver,
            long maxAckPending,
            long ackWaitMs) {

        public long lag() {
            return undelivered + ackPending;
        }

        /// Epoch millis, null when all is settled.
        public @Nullable Long oldestUnsettledMillis() {
            return millis(oldestUnsettledTs);
        }
    }

    public List<Stream> streamList() {
        return streams == null ? List.of() : streams;
    }

    private static @Nullable Long millis(@Nullable JsonNode time) {
        if (time == null || time.isNull()) {
            return null;
        }
        if (time.isNumber()) {
            long number = time.asLong();
            // Stored times are nanoseconds in some replies; no millisecond of this millennium is that large.
            long millis = number > 100_000_000_000_000L ? number / 1_000_000 : number;
            return millis <= 0 ? null : (Long) millis;
        }
        try {
            long millis = Instant.parse(time.asString("")).toEpochMilli();
            return millis <= 0 ? null : (Long) millis;
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
