/// The NATS client protocol: bytes ⇄ [ClientOp] and back. No sessions, no policy. Each codec object is confined to the
/// event loop of its connection. Source: docs.nats.io "Client Protocol" and what nats-server 2.9 and 2.10 do.
@NullMarked
package dev.stationmaster.engine.protocol;

import org.jspecify.annotations.NullMarked;
