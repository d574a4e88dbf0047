package dev.stationmaster.engine.session;

/// Why a connection ended: text for `/connz`, close code for WebSocket (0: no close frame).
public enum ClosedReason {
    CLIENT_CLOSED("Client Closed", 1000),
    AUTHENTICATION_TIMEOUT("Authentication Timeout", 1008),
    AUTHENTICATION_FAILURE("Authentication Failure", 1008),
    SLOW_CONSUMER_PENDING("Slow Consumer (Pending Bytes)", 1008),
    SLOW_CONSUMER_DEADLINE("Slow Consumer (Write Deadline)", 1008),
    READ_ERROR("Read Error", 0),
    PARSE_ERROR("Parse Error", 1002),
    STALE_CONNECTION("Stale Connection", 0),
    PROTOCOL_VIOLATION("Protocol Violation", 1002),
    BAD_PROTOCOL_VERSION("Bad Client Protocol Version", 1002),
    CONNECTIONS_EXCEEDED("Maximum Connections Exceeded", 1008),
    PAYLOAD_EXCEEDED("Maximum Message Payload Exceeded", 1009),
    CONTROL_LINE_EXCEEDED("Maximum Control Line Exceeded", 1008),
    HEADER_VIOLATION("Message Header Violation", 1002),
    NO_RESPONDERS_NEEDS_HEADERS("No Responders Requires Headers", 1002),
    MISSING_ACCOUNT("Missing Account", 1008),
    SERVER_SHUTDOWN("Server Shutdown", 1001),
    KICKED("Kicked", 1011);

    private final String text;
    private final int webSocketCode;

    ClosedReason(String text, int webSocketCode) {
        this.text = text;
        this.webSocketCode = webSocketCode;
    }

    public String text() {
        return text;
    }

    public int webSocketCode() {
        return webSocketCode;
    }
}
