/// Composition root of the broker's programs: [NodeMain] is one node of a cluster, [BrokerMain] a broker by itself.
/// The only room that calls constructors across rooms; start and stop order stand in [Node].
@NullMarked
package dev.stationmaster.engine.boot;

import org.jspecify.annotations.NullMarked;
