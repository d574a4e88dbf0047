/// One client's conversation: state, limits, subscriptions, outbox. A session is confined to its connection's event
/// loop; only deliveries come from other threads, into the outbox. Uses Netty for buffers, channel and timers only.
@NullMarked
package dev.stationmaster.engine.session;

import org.jspecify.annotations.NullMarked;
