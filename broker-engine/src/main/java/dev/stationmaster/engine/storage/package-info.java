/// Segment files, id files, their indexes, checksums and recovery: the only room that opens files of a stream. Knows
/// sequences and bytes, no settings and no consumers. Everything is confined to the group loop, except
/// [FlushTarget], which the checkpointer runs.
@NullMarked
package dev.stationmaster.engine.storage;

import org.jspecify.annotations.NullMarked;
