/// The monitoring port: `/varz`, `/connz`, `/healthz` and their like over HTTP, with nats-server's field names. Read
/// only; answers are made on virtual threads. Depends on `net`, `session`, `router`, `metrics`.
@NullMarked
package dev.stationmaster.engine.monitor;

import org.jspecify.annotations.NullMarked;
