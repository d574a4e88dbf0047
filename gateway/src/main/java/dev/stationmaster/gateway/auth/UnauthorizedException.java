package dev.stationmaster.gateway.auth;

/// No token, a bad one, or credentials that the brokers refuse. Answered with 401 and nothing more.
public final class UnauthorizedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param reason for the log only
    public UnauthorizedException(String reason) {
        super(reason);
    }
}
