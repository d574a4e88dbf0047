package dev.stationmaster.engine.replication;

/// The replicated log cannot start or go on in this environment.
public class ReplicationException extends RuntimeException {
    public ReplicationException(String message) {
        super(message);
    }

    public ReplicationException(String message, Throwable cause) {
        super(message, cause);
    }
}
