package dev.stationmaster.engine.copying;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.stream.StreamSource;
import org.jspecify.annotations.Nullable;

/// How far the copy of one origin is. Immutable.
///
/// @param lag messages of the origin that are not here yet
/// @param activeNanos since the origin was heard last, -1 for never
/// @param error why copying rests, null when it does not
public record CopyStatus(
        StreamSource source,
        long lag,
        long activeNanos,
        @Nullable JetStreamError error) {}
