package dev.stationmaster.engine.net;

/// A port that somebody else listens on.
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final int port;

    public PortTakenException(String purpose, String host, int port, Throwable cause) {
        super(
                "the " + purpose + " port " + port + " on " + host
                        + " is taken by another program: stop it or choose another port",
                cause);
        this.host = host;
        this.port = port;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }
}
