package dev.stationmaster.engine.router;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;

/// Where messages go that a stream captures; implemented by the room `partition`'s ingest, joined in `boot`.
/// Thread-safe.
public interface StreamSink {
    /// Whether a stream captures this subject.
    boolean captures(String subject);

    /// Takes a message for the stream that captures its subject and answers on its reply subject when it is stored or
    /// refused. Keeps the order of calls from one thread.
    ///
    /// @return false, with nothing done, when no stream captures the subject
    boolean offer(Message message, ClientIdentity from);

    /// Whether so much is waiting that publishers should be read more slowly.
    boolean congested();

    /// Runs `resume` once, on any thread, when [#congested()] has turned false; at once when it is false already.
    void whenWritable(Runnable resume);
}
