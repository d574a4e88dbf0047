package dev.stationmaster.engine.stream;

/// Whether somebody wants messages, for streams with interest retention.
public interface Interest {
    boolean hasConsumers();

    /// Whether a consumer's filter matches the subject.
    boolean wants(String subject);
}
