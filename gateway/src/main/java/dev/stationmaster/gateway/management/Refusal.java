package dev.stationmaster.gateway.management;

/// A call that is refused: a stable code, and a sentence for the user. The kind becomes a status.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What is wrong, and whose turn it is.
    public enum Kind {
        /// The request cannot be understood.
        INVALID(400),
        UNAUTHORIZED(401),
        /// It is understood, and not allowed or not possible.
        REFUSED(406),
        UNKNOWN(404),
        EXISTS(409),
        TOO_LARGE(413),
        NOT_YET(501),
        /// Brokers or database are away; try again.
        UNAVAILABLE(503),
        TIMEOUT(504);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        /// Whether the text is meant for the user of the console, as a business error.
        boolean isBusiness() {
            return this == REFUSED || this == UNKNOWN || this == EXISTS || this == TOO_LARGE;
        }
    }

    private final Kind kind;
    private final String code;

    public Refusal(Kind kind, String code, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
    }

    public static Refusal notYet(String what) {
        return new Refusal(Kind.NOT_YET, "SM-NOT-YET", what + " is not there yet in this version");
    }

    public static Refusal unknownStation(String name) {
        return new Refusal(Kind.UNKNOWN, "SM-STATION-UNKNOWN", "Station " + name + " does not exist");
    }

    public static Refusal invalid(String message) {
        return new Refusal(Kind.INVALID, "SM-REQUEST-INVALID", message);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
