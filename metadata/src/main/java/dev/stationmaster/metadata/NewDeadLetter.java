package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.Map;

/// What is told to the store of one dead letter; the fields as in [DeadLetter].
///
/// @param group the group that failed, `""` for a schema's refusal
public record NewDeadLetter(
        String station,
        int partition,
        long streamId,
        long sequence,
        DeadLetter.Kind kind,
        String group,
        String reason,
        int deliveries,
        String producer,
        Map<String, String> headers,
        byte[] payload,
        Instant sentAt,
        Instant at) {}
