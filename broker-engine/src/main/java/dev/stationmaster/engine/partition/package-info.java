/// One loop for each Raft group: apply, store, hand out effects; the proposer and the origin sessions.
@NullMarked
package dev.stationmaster.engine.partition;

import org.jspecify.annotations.NullMarked;
