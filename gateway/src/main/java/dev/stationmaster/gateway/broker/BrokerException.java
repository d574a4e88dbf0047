package dev.stationmaster.gateway.broker;

/// A call to the brokers did not succeed; the kind says what a caller can do about it.
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Kind {
        /// No broker can be reached, nothing was sent; try again later.
        UNAVAILABLE,
        /// The connection went while a request was under way; it may or may not have been carried out.
        LOST,
        /// Wrong credentials.
        LOGIN_REFUSED,
        /// Nobody answered in time; the request may or may not have been carried out.
        TIMEOUT,
        /// Nothing listens on the subject: the station or its group does not exist (any more).
        NO_RESPONDERS,
        /// The user may not do that.
        PERMISSION,
        /// Headers and payload exceed the brokers' limit.
        TOO_LARGE,
        /// The broker answered with an error of its own.
        REFUSED
    }

    private final Kind kind;

    public BrokerException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public BrokerException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// The message; never null.
    public String text() {
        return String.valueOf(getMessage());
    }
}
