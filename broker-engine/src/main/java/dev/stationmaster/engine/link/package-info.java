/// The link between nodes (engine.md §8): core messages and interest on one connection, batches, requests and leader
/// hints on the other, each dialled by the node that sends. Who the others are says [Membership]: the fixed members of
/// a supervised cluster, or whom the routes of bare brokers lead to (ADR-0012). Threads: one event loop of its own. May
/// use Netty, `router`, `partition`.
@NullMarked
package dev.stationmaster.engine.link;

import org.jspecify.annotations.NullMarked;
