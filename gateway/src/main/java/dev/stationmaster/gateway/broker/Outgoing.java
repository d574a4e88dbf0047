package dev.stationmaster.gateway.broker;

import java.util.List;
import java.util.Map;

/// A message to publish. Immutable; the payload is not copied and must not be changed afterwards.
///
/// @param headers in order, several values of one name allowed
public record Outgoing(String subject, List<Map.Entry<String, String>> headers, byte[] payload) {
    public Outgoing {
        headers = List.copyOf(headers);
    }
}
