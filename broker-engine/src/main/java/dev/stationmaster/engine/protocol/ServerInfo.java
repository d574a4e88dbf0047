package dev.stationmaster.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a server says of itself in `INFO`.
///
/// @param version NATS version that clients switch features on; never our own
/// @param domain of JetStream, `""` for none
/// @param cluster `""` for a standalone server
/// @param connectUrls `host:port` of all client listeners of the cluster; empty: left out
/// @param webSocketUrls the same for WebSocket
/// @param lameDuck whether clients should go elsewhere
public record ServerInfo(
        String serverId,
        String serverName,
        String version,
        String host,
        int port,
        int maxPayload,
        boolean authRequired,
        boolean tlsRequired,
        boolean tlsAvailable,
        boolean tlsVerify,
        boolean jetstream,
        String domain,
        String cluster,
        List<String> connectUrls,
        List<String> webSocketUrls,
        boolean lameDuck) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ServerInfo {
        connectUrls = List.copyOf(connectUrls);
        webSocketUrls = List.copyOf(webSocketUrls);
    }

    /// The whole `INFO` line for one client.
    ///
    /// @param nonce what a client with a key must sign, `""` when nobody logs in with a key
    public byte[] line(long clientId, String clientIp, String connectionId, String nonce) {
        ObjectNode json = JSON.createObjectNode();
        json.put("server_id", serverId);
        json.put("server_name", serverName);
        json.put("version", version);
        json.put("proto", 1);
        json.put("git_commit", "stationmaster");
        json.put("go", "java" + Runtime.version().feature());
        json.put("host", host);
        json.put("port", port);
        json.put("headers", true);
        putIf(json, "auth_required", authRequired);
        putIf(json, "tls_required", tlsRequired);
        putIf(json, "tls_verify", tlsVerify);
        putIf(json, "tls_available", tlsAvailable);
        json.put("max_payload", maxPayload);
        putIf(json, "jetstream", jetstream);
        json.put("client_id", clientId);
        json.put("client_ip", clientIp);
        json.put("connection_id", connectionId);
        if (!nonce.isEmpty()) {
            json.put("nonce", nonce);
        }
        if (!cluster.isEmpty()) {
            json.put("cluster", cluster);
        }
        if (!domain.isEmpty()) {
            json.put("domain", domain);
        }
        if (!connectUrls.isEmpty()) {
            connectUrls.forEach(json.putArray("connect_urls")::add);
        }
        if (!webSocketUrls.isEmpty()) {
            webSocketUrls.forEach(json.putArray("ws_connect_urls")::add);
        }
        putIf(json, "ldm", lameDuck);
        return ("INFO " + JSON.writeValueAsString(json) + " \r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void putIf(ObjectNode json, String key, boolean value) {
        if (value) {
            json.put(key, true);
        }
    }
}
