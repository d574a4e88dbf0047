package dev.stationmaster.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One answer. Content length, date and connection headers are added when it is written.
public record Response(int status, String contentType, byte[] body, List<Map.Entry<String, String>> headers) {

    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";

    public Response {
        headers = List.copyOf(headers);
    }

    public static Response json(int status, byte[] body) {
        return new Response(status, JSON, body, List.of());
    }

    public static Response text(int status, String text) {
        return new Response(status, TEXT, text.getBytes(StandardCharsets.UTF_8), List.of());
    }

    public static Response empty(int status) {
        return new Response(status, "", new byte[0], List.of());
    }

    /// The same with one header more.
    public Response with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Response(status, contentType, body, more);
    }
}
