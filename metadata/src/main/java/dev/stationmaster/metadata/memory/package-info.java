/// In-memory stores, held to the same contract tests as those in PostgreSQL.
@NullMarked
package dev.stationmaster.metadata.memory;

import org.jspecify.annotations.NullMarked;
