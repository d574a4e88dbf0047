package dev.stationmaster.engine.leaf;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the two sides say of themselves, as JSON.
///
/// @param domain of JetStream, `""` for none
record LeafWords(String serverId, String serverName, String domain, boolean jetstream, int maxPayload) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String VERSION = "2.10.7";

    /// What the accepting side says first, and again with the account when the other has logged in.
    ///
    /// @param account `""` at first
    byte[] info(long number, String host, int port, String nonce, String account) {
        ObjectNode info = JSON.createObjectNode()
                .put("server_id", serverId)
                .put("server_name", serverName)
                .put("version", VERSION)
                .put("proto", 1)
                .put("git_commit", "stationmaster")
                .put("go", "java" + Runtime.version().feature())
                .put("host", host)
                .put("port", port)
                .put("headers", true)
                .put("auth_required", true)
                .put("max_payload", maxPayload)
                .put("client_id", number)
                .put("info_on_connect", true);
        info.putArray("leafnode_urls").add(host + ":" + port);
        if (jetstream) {
            info.put("jetstream", true);
        }
        if (!domain.isEmpty()) {
            info.put("domain", domain);
        }
        if (!nonce.isEmpty()) {
            info.put("nonce", nonce);
        }
        if (!account.isEmpty()) {
            info.put("connect_info", true).put("remote_account", account);
        }
        return LeafFrames.line("INFO", JSON.writeValueAsString(info));
    }

    byte[] connect(LeafSettings.Address to, LeafSettings.Remote remote) {
        ObjectNode connect = JSON.createObjectNode()
                .put("version", VERSION)
                .put("tls_required", false)
                .put("server_id", serverId)
                .put("name", serverName)
                .put("headers", true);
        if (!to.user().isEmpty()) {
            connect.put("user", to.user()).put("pass", to.password());
        }
        if (jetstream) {
            connect.put("jetstream", true);
        }
        if (!domain.isEmpty()) {
            connect.put("domain", domain);
        }
        List<String> denied = remote.denyImports();
        if (!denied.isEmpty()) {
            denied.forEach(connect.putArray("deny_pub")::add);
        }
        return LeafFrames.line("CONNECT", JSON.writeValueAsString(connect));
    }

    /// @throws JacksonException when it is no JSON
    static JsonNode parse(byte[] json) {
        return JSON.readTree(json);
    }
}
