package dev.stationmaster.engine.leaf;

import dev.stationmaster.engine.auth.Permissions;
import dev.stationmaster.engine.auth.SubjectPermissions;
import dev.stationmaster.engine.auth.SubjectSpace;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A connection on which this broker is a leaf of another.
final class DialledLeaf extends LeafSession {
    private final LeafSettings.Remote remote;
    private final LeafSettings.Address address;
    private final SubjectSpace space;
    private final LeafDialler dialler;
    private boolean introduced;
    private String peer = "";
    private Permissions granted = Permissions.ALL;

    DialledLeaf(
            Leafs leafs,
            int number,
            LeafSettings.Remote remote,
            LeafSettings.Address address,
            SubjectSpace space,
            LeafDialler dialler) {
        super(leafs, number);
        this.remote = remote;
        this.address = address;
        this.space = space;
        this.dialler = dialler;
    }

    @Override
    boolean isAccepted() {
        return false;
    }

    @Override
    void onConnected() {
        // The other side speaks first.
    }

    @Override
    void onInfo(JsonNode info) {
        if (!introduced) {
            introduced = true;
            if (info.path("client_id").asLong(0) == 0 || !info.has("leafnode_urls")) {
                dialler.waitLonger();
                end(address + " is no port for leaf connections");
                return;
            }
            if (info.path("tls_required").asBoolean(false)) {
                dialler.waitLonger();
                end(address + " wants TLS, which leaf connections do not have yet");
                return;
            }
            peer = info.path("server_name").asString("");
            put(leafs.words().connect(address, remote));
        }
        if (info.has("import") || info.has("export")) {
            granted = new SubjectPermissions(
                    texts(info.path("export").path("allow")),
                    texts(info.path("export").path("deny")),
                    texts(info.path("import").path("allow")),
                    texts(info.path("import").path("deny")),
                    Optional.empty());
        }
        if (info.path("connect_info").asBoolean(false)
                || !info.path("info_on_connect").asBoolean(false)) {
            join(space, peer, "", granted, remote.denyImports(), remote.denyExports());
            dialler.onJoined();
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }

    @Override
    void onConnect(JsonNode connect) {
        end("it sends CONNECT, as who dials does");
    }

    @Override
    void onError(String text) {
        if (text.contains("Loop detected") || text.contains("Authorization")) {
            dialler.waitLonger();
        }
    }

    @Override
    void onEnd() {
        dialler.onEnd(number);
    }
}
