package dev.stationmaster.gateway.view;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/console/deadletters`, newest first.
///
/// @param total dead letters there are; more than the rows when the list was cut
public record DeadLettersView(List<DeadLetter> deadLetters, List<Cause> causes, long total) {

    /// @param groups consumer groups that failed it; empty for a schema refusal
    /// @param kind `poison` or `schema`
    /// @param reason text of the refusal or of the dead-lettering client, `""` when deliveries ran out
    /// @param deliveries delivery count; null when not recorded
    /// @param payload base64
    /// @param expiresMillis when retention takes it
    public record DeadLetter(
            long id,
            String station,
            int partition,
            long sequence,
            List<String> groups,
            String kind,
            String reason,
            @Nullable Integer deliveries,
            String producer,
            long size,
            Map<String, String> headers,
            String payload,
            long firstMillis,
            long lastMillis,
            long expiresMillis) {}

    /// Dead letters alike: the reason with its numbers and ids taken out.
    public record Cause(String cause, long count, List<Long> ids) {}

    /// Body of `POST /api/console/deadletters/resend` and `…/drop`.
    public record Selection(List<Long> ids) {}

    /// @param noMember ids whose groups have no connected member; they stay
    public record Resent(long sent, List<Long> noMember) {}

    public record Dropped(long dropped) {}

    public DeadLettersView {
        deadLetters = List.copyOf(deadLetters);
        causes = List.copyOf(causes);
    }
}
