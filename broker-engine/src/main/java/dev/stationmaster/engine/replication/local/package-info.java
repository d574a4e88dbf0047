/// The log of a group of one: records in files of this node, flushed before they are handed on. No Raft is needed
/// where nobody else has a say (ADR-0006). Appends run on the proposer's thread; the files are this room's alone.
@NullMarked
package dev.stationmaster.engine.replication.local;

import org.jspecify.annotations.NullMarked;
