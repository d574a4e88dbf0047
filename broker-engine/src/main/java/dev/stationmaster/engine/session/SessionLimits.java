package dev.stationmaster.engine.session;

import java.time.Duration;

/// What one client may do; the defaults are nats-server's.
///
/// @param payloadBytesMax headers plus payload of a message
/// @param controlLineBytesMax verb plus arguments
/// @param connectionsMax all clients together
/// @param subscriptionsMax of one client, 0: no limit
/// @param pendingBytesMax what may wait for a client before it counts as a slow consumer
/// @param pingInterval how long a client may be silent before it is asked
/// @param pingsMax how many of those questions may be open
/// @param writeDeadline how long a write may be stuck
/// @param authTimeout how long a client may take to say who it is
public record SessionLimits(
        int payloadBytesMax,
        int controlLineBytesMax,
        int connectionsMax,
        int subscriptionsMax,
        long pendingBytesMax,
        Duration pingInterval,
        int pingsMax,
        Duration writeDeadline,
        Duration authTimeout) {

    /// Defaults with this payload size.
    public static SessionLimits ofPayload(int payloadBytesMax) {
        return new SessionLimits(
                payloadBytesMax,
                4096,
                65_536,
                0,
                Math.max(64L << 20, 4L * payloadBytesMax),
                Duration.ofMinutes(2),
                2,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    public SessionLimits {
        if (payloadBytesMax < 1 || controlLineBytesMax < 64 || connectionsMax < 1 || pendingBytesMax < 1) {
            throw new IllegalArgumentException("limits must be positive (control line: 64 bytes or more): payload "
                    + payloadBytesMax + ", control line " + controlLineBytesMax + ", connections " + connectionsMax
                    + ", pending " + pendingBytesMax);
        }
    }
}
