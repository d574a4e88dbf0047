package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A message past its last delivery, or one that a schema refused, with its own copy of the message. Immutable; the
/// payload array is not copied and must not be changed.
///
/// @param id given by the store
/// @param station external name
/// @param streamId the meta group's id of the partition's stream; 0 for a schema's refusal
/// @param sequence in that stream; 0 for a schema's refusal
/// @param groups consumer groups that failed; none for a schema's refusal
/// @param reason what the last group or the validation said, `""` when it said nothing
/// @param deliveries how often the last group got it
/// @param producer name of the producer, `""` when unknown
/// @param headers in the order of the message
/// @param payload may be cut short where a list asked for it; `size` is the whole length
/// @param sentAt when the message was stored, or sent by the client that validated it
public record DeadLetter(
        long id,
        String station,
        int partition,
        long streamId,
        long sequence,
        Kind kind,
        List<String> groups,
        String reason,
        int deliveries,
        String producer,
        Map<String, String> headers,
        byte[] payload,
        int size,
        Instant sentAt,
        Instant firstAt,
        Instant lastAt) {

    public enum Kind {
        POISON,
        SCHEMA
    }

    public DeadLetter {
        groups = List.copyOf(groups);
    }
}
