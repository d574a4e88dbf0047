package dev.stationmaster.metadata;

/// The bundled PostgreSQL cannot be started here; the message says why and what to do.
public final class EmbeddedDatabaseException extends RuntimeException {
    private final String code;

    public EmbeddedDatabaseException(String code, String message) {
        super(message);
        this.code = code;
    }

    public EmbeddedDatabaseException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// Stable code for users.
    public String code() {
        return code;
    }
}
