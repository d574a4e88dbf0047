package dev.stationmaster.gateway.management;

/// Who is calling the management API.
///
/// @param username `""` on calls that need no login
public record Caller(String username) {}
