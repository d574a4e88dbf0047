package dev.stationmaster.engine.stream;

import dev.stationmaster.engine.error.JetStreamError;

/// What became of a message that was to be appended.
public sealed interface AppendResult {
    record Stored(long sequence) implements AppendResult {}

    /// It has the sequence and is acknowledged, but nobody is interested in it: it is not kept.
    record Passed(long sequence) implements AppendResult {}

    record Duplicate(long original) implements AppendResult {}

    record Refused(JetStreamError error) implements AppendResult {}
}
