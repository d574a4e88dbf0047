/// Composition root of the broker's programs: [NodeMain] is one node of a cluster, [BrokerMain] a broker by itself.
/// The only room that calls constructors across rooms; start and stop order stand in [Node].
///
/// A [Node] is put together from parts: [ClientPart] has the ports and what clients see, [LeafPart] the leaf
/// connections, [StreamPart] the streams of all accounts, [AccountRooms] those of one, [RoutedPart] what a broker with
/// routes has beside. [Steps] closes them in reverse.
@NullMarked
package dev.stationmaster.engine.boot;

import org.jspecify.annotations.NullMarked;
