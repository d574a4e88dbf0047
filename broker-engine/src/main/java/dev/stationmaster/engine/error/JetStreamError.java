package dev.stationmaster.engine.error;

/// One error as the JetStream API reports it.
///
/// @param code like an HTTP status
/// @param errorCode `err_code`, the number that clients compare
public record JetStreamError(int code, int errorCode, String description) {
    /// The same error with its `{name}` replaced.
    public JetStreamError with(String name, Object value) {
        return new JetStreamError(code, errorCode, description.replace("{" + name + "}", String.valueOf(value)));
    }
}
