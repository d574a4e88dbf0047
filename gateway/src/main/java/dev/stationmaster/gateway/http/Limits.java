package dev.stationmaster.gateway.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Bounds of one listener.
///
/// @param bodyBytesMax largest body, after decompression; asked for each request, since it follows the brokers'
///     limit
/// @param headerBytesMax request line and headers together
/// @param connectionsMax open connections; further ones are closed at once
/// @param requestsMax requests at work at one time; further ones get 503
/// @param heldBodyBytesMax bytes of bodies held at one time over all connections; further ones get 503
/// @param readTime time for one request to arrive, and for a connection to stay idle
/// @param answerTime time for one answer; then 504
public record Limits(
        LongSupplier bodyBytesMax,
        int headerBytesMax,
        int connectionsMax,
        int requestsMax,
        long heldBodyBytesMax,
        Duration readTime,
        Duration answerTime) {

    /// Defaults with a fixed body limit.
    public static Limits ofBody(long bodyBytesMax) {
        return of(() -> bodyBytesMax);
    }

    /// Defaults with a body limit that is asked for each request.
    public static Limits of(LongSupplier bodyBytesMax) {
        long third = Runtime.getRuntime().maxMemory() / 3;
        return new Limits(bodyBytesMax, 32 * 1024, 4096, 512, third, Duration.ofSeconds(75), Duration.ofSeconds(120));
    }
}
