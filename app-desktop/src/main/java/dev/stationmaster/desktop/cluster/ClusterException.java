package dev.stationmaster.desktop.cluster;

import org.jspecify.annotations.Nullable;

/// Why a cluster cannot be started or does not do what was asked, in words for its user.
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;
    public static final int PORT_TAKEN = 3;
    public static final int DATA_IN_USE = 4;

    private final String code;
    private final int exitCode;

    public ClusterException(String code, int exitCode, String message) {
        this(code, exitCode, message, null);
    }

    public ClusterException(String code, int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.exitCode = exitCode;
    }

    public static ClusterException failed(String code, String message) {
        return new ClusterException(code, FAILED, message);
    }

    public static ClusterException wrongUsage(String message) {
        return new ClusterException("SM-USAGE", WRONG_USAGE, message);
    }

    /// Stable code for users, `SM-…`.
    public String code() {
        return code;
    }

    /// Of the command that fails by this, as in the command line's contract.
    public int exitCode() {
        return exitCode;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
