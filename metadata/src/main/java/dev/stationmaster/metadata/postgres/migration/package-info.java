/// Numbered, forward-only SQL files and their runner. The supervisor migrates; every other process only checks.
@NullMarked
package dev.stationmaster.metadata.postgres.migration;

import org.jspecify.annotations.NullMarked;
