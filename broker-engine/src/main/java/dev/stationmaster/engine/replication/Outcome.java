package dev.stationmaster.engine.replication;

import dev.stationmaster.engine.error.JetStreamError;

/// What became of one command. Decided in apply, alike on every replica, except [Unknown], which only an origin says.
public sealed interface Outcome {
    /// The message has this sequence and is durable on a majority.
    record Stored(long sequence) implements Outcome {}

    /// The message id was seen inside the window; `original` is the first one's sequence.
    record Duplicate(long original) implements Outcome {}

    /// Nothing was changed, for this reason.
    record Refused(JetStreamError error) implements Outcome {}

    /// Done; `reply` is for the asker and belongs to the command (often empty).
    record Done(byte[] reply) implements Outcome {
        public static final Done EMPTY = new Done(new byte[0]);
    }

    /// No leader took the command in time: `maybeDone` says whether it can still happen.
    record Unknown(boolean maybeDone, String reason) implements Outcome {}
}
