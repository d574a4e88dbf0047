/// In-memory stores, held to the same contract tests as those in PostgreSQL. All of them share one lock.
@NullMarked
package dev.stationmaster.metadata.memory;

import org.jspecify.annotations.NullMarked;
