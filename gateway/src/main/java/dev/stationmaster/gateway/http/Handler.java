package dev.stationmaster.gateway.http;

/// Answers one request, on a virtual thread; may block. What it throws is mapped to an answer by the [Site].
@FunctionalInterface
public interface Handler {
    Response handle(Request request) throws Exception;
}
