package dev.stationmaster.engine.bench;

import java.util.concurrent.atomic.AtomicLong;

/// How a work publishes and consumes: the same code for both servers.
interface Driver {
    /// In the report.
    String title();

    /// Publishes and returns when all are acknowledged as stored.
    ///
    /// @param window how many may be without an answer
    /// @param acknowledged counts while it runs
    void publish(Server server, String subject, byte[] payload, int count, int window, AtomicLong acknowledged)
            throws Exception;

    /// Pulls so many messages, long-polling with large batches.
    ///
    /// @param acknowledges each message; the consumer asks for it or for nothing
    /// @param taken counts while it runs
    void consume(Server server, String stream, String consumer, int count, boolean acknowledges, AtomicLong taken)
            throws Exception;
}
