/// The replicated log on Apache Ratis: the only room that imports it. Its threads belong to Ratis and do nothing of
/// ours but hand an entry to the group's loop (engine.md §5).
@NullMarked
package dev.stationmaster.engine.replication.ratis;

import org.jspecify.annotations.NullMarked;
