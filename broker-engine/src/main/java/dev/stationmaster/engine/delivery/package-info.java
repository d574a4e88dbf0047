/// The leader's active side of a group: waiting pulls, deliveries, acknowledgements, redelivery and the answers to API
/// calls about streams and consumers. Everything here is confined to the group loop and reads the partition only
/// through its view; changes travel as commands (engine.md §7).
@NullMarked
package dev.stationmaster.engine.delivery;

import org.jspecify.annotations.NullMarked;
