/// Leaf connections: another broker or nats-server, joined to one account here, hears and answers what that account
/// does. Threads: the event loops of clients. May use Netty, `net`, `auth`, `router`.
@NullMarked
package dev.stationmaster.engine.leaf;

import org.jspecify.annotations.NullMarked;
