package dev.stationmaster.engine.boot;

/// Why a program did not start, in words for its user; `exitCode` as in the command line's contract.
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final int exitCode;

    StartFailure(String code, String message) {
        this(code, message, 1, null);
    }

    StartFailure(String code, String message, Throwable cause) {
        this(code, message, 1, cause);
    }

    StartFailure(String code, String message, int exitCode, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.exitCode = exitCode;
    }

    String code() {
        return code;
    }

    int exitCode() {
        return exitCode;
    }
}
