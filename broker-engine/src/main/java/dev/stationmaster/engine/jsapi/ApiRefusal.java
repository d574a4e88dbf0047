package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamError;

/// Ends the handling of one request with an error for the client. Thrown and caught inside the handling of that
/// request, never across rooms; it carries no stack trace because it is an answer, not a failure.
public final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient JetStreamError error;

    public ApiRefusal(JetStreamError error) {
        super(error.description(), null, false, false);
        this.error = error;
    }

    public JetStreamError error() {
        return error;
    }
}
