/// The port to the replicated log: commands and outcomes. Knows no Ratis.
@NullMarked
package dev.stationmaster.engine.replication;

import org.jspecify.annotations.NullMarked;
