package dev.stationmaster.metadata;

/// The metadata could not be read or written. Callers answer a clear error or retry later; nothing is half done.
public final class MetadataException extends RuntimeException {
    private final Kind kind;

    public enum Kind {
        /// No connection to the database: away, starting, or all connections in use. Trying again later is right.
        UNAVAILABLE,
        /// The database refused the statement; trying again changes nothing.
        FAILED
    }

    public MetadataException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// Stable code for users.
    public String code() {
        return kind == Kind.UNAVAILABLE ? "SM-METADATA-UNAVAILABLE" : "SM-METADATA-FAILED";
    }
}
