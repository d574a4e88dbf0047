package dev.stationmaster.desktop.link;

import java.net.URI;

/// Where a cluster's management API is and who asks.
public record Credentials(URI api, String user, String password) {
    /// Without the password.
    @Override
    public String toString() {
        return user + " at " + api;
    }
}
