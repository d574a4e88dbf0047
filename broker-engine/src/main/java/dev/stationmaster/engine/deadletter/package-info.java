/// What happens after the last allowed delivery: rows in the metadata, copies to dead-letter stations, resending to the
/// groups that failed. Works on a thread of its own that may block on the database; the group loops only hand over.
@NullMarked
package dev.stationmaster.engine.deadletter;

import org.jspecify.annotations.NullMarked;
