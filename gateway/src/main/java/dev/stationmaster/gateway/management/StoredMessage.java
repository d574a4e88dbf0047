package dev.stationmaster.gateway.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A message read from a partition, without any consumer.
///
/// @param headers in the order stored
public record StoredMessage(
        int partition,
        long sequence,
        long storedMillis,
        List<Map.Entry<String, String>> headers,
        int headerBytes,
        byte[] payload) {

    public StoredMessage {
        headers = List.copyOf(headers);
    }

    /// Name of the producer, `""` when the message does not say.
    public String producer() {
        return header("$memphis_producedBy").toLowerCase(Locale.ROOT);
    }

    public String connectionId() {
        return header("$memphis_connectionId");
    }

    private String header(String name) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equals(name)) {
                return header.getValue();
            }
        }
        return "";
    }

    /// First value of each header that is not the product's own.
    public Map<String, String> userHeaders() {
        Map<String, String> map = new LinkedHashMap<>();
        headers.forEach(header -> {
            if (!header.getKey().startsWith("$memphis")) {
                map.putIfAbsent(header.getKey(), header.getValue());
            }
        });
        return map;
    }

    public long size() {
        return (long) headerBytes + payload.length;
    }
}
