package dev.stationmaster.gateway.auth;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Answer to a login: exactly these four keys, for some clients accept no other. Lifetimes in milliseconds.
public record TokenPair(
        @JsonProperty("jwt") String jwt,
        @JsonProperty("expires_in") long expiresIn,
        @JsonProperty("jwt_refresh_token") String refreshToken,
        @JsonProperty("refresh_token_expires_in") long refreshTokenExpiresIn) {}
