/// Netty: event loops, listeners for TCP and WebSocket, the order of handlers. Knows sessions, no policy.
@NullMarked
package dev.stationmaster.engine.net;

import org.jspecify.annotations.NullMarked;
