/// What a node tells of itself and of the cluster: `$SM.API.CLUSTER`, `$SM.API.STATIONS`, for the product's own
/// connections and root. Asks the other nodes by core requests; holds no state of its own.
@NullMarked
package dev.stationmaster.engine.nodeapi;

import org.jspecify.annotations.NullMarked;
