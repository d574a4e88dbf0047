/// Mirrors and sources: the leader of a stream's group is a client of each origin stream, through the router, and
/// proposes what it gets to its own group. How far it has come is replicated with the copies, so a new leader goes on
/// where the old one stopped. Confined to the group loop; deliveries come in on any thread.
@NullMarked
package dev.stationmaster.engine.copying;

import org.jspecify.annotations.NullMarked;
