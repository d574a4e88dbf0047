package dev.stationmaster.gateway.view;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/console/stations/{name}/messages`: a page of stored messages; reading moves no cursor.
///
/// @param next pass it as `from` for the next page in the same direction; null at the end
public record MessagesView(List<Message> messages, @Nullable String next) {

    /// @param size bytes of headers and payload
    /// @param headers without those that begin with `$memphis`
    /// @param payload base64; the head only when `truncated`
    public record Message(
            int partition,
            long sequence,
            long storedMillis,
            String producer,
            long size,
            Map<String, String> headers,
            String payload,
            boolean truncated,
            List<Delivery> delivery) {}

    /// @param state `settled`, `inflight` (delivered, or among those delivered and not all settled), `waiting`
    ///     or
    /// `dead`
    public record Delivery(String group, String state) {}

    public MessagesView {
        messages = List.copyOf(messages);
    }
}
