package dev.stationmaster.gateway.view;

import java.util.List;

/// `GET /api/console/connect`: what a client needs to connect, for snippets; no password.
public record ConnectView(
        String host,
        int clientPort,
        List<String> clients,
        int websocketPort,
        int restPort,
        int apiPort,
        int exporterPort,
        String user,
        int accountId) {

    public ConnectView {
        clients = List.copyOf(clients);
    }
}
