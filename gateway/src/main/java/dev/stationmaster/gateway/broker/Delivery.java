package dev.stationmaster.gateway.broker;

import java.util.List;
import java.util.Map;

/// A message handed out by a durable consumer.
///
/// @param ackSubject where to settle it
/// @param headers in the order stored
public record Delivery(String subject, String ackSubject, List<Map.Entry<String, String>> headers, byte[] payload) {
    public Delivery {
        headers = List.copyOf(headers);
    }
}
