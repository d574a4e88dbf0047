package dev.stationmaster.gateway.rest;

import dev.stationmaster.gateway.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns the headers of a request into those of a message: end-to-end ones, under canonical names, without
/// anything
/// that
/// would show the caller's credentials to consumers.
final class MessageHeaders {
    private static final Set<String> KEPT_BACK = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "content-encoding",
            "expect",
            "msg-id",
            "idempotency-key");

    private MessageHeaders() {}

    /// @throws IllegalArgumentException for a name that is reserved
    static List<Map.Entry<String, String>> of(Headers request) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : request.entries()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("$memphis")) {
                throw new IllegalArgumentException(
                        "header " + header.getKey() + " is reserved: names of headers may not start with $memphis");
            }
            if (!KEPT_BACK.contains(name) && !name.startsWith("proxy-") && !name.startsWith("x-memphis-")) {
                headers.add(Map.entry(canonical(name), header.getValue()));
            }
        }
        return headers;
    }

    /// Id for deduplication, under either of its names.
    static Optional<String> messageId(Headers request) {
        return request.first("msg-id")
                .or(() -> request.first("Idempotency-Key"))
                .map(String::strip)
                .filter(id -> !id.isEmpty());
    }

    /// `content-type` → `Content-Type`.
    private static String canonical(String name) {
        StringBuilder canonical = new StringBuilder(name);
        boolean atStart = true;
        for (int i = 0; i < name.length(); i++) {
            if (atStart) {
                canonical.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
            atStart = name.charAt(i) == '-';
        }
        return canonical.toString();
    }
}
