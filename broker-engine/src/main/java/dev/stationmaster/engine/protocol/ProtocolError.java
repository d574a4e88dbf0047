package dev.stationmaster.engine.protocol;

/// Why a connection ends, with what the client is told; texts as clients compare them.
public enum ProtocolError {
    UNKNOWN_OPERATION("Unknown Protocol Operation"),
    CONTROL_LINE_TOO_LONG("maximum control line exceeded"),
    PAYLOAD_TOO_LARGE("Maximum Payload Violation"),
    AUTHORIZATION("Authorization Violation"),
    /// Closed without a word, as the reference does.
    MALFORMED("");

    private final String text;

    ProtocolError(String text) {
        this.text = text;
    }

    /// Text of the `-ERR`, `""` for none.
    public String text() {
        return text;
    }
}
