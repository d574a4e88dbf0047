package dev.stationmaster.engine.leaf;

import dev.stationmaster.engine.auth.Credentials;
import dev.stationmaster.engine.auth.Credentials.Proof;
import dev.stationmaster.engine.auth.Verdict;
import dev.stationmaster.engine.session.Nonce;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A leaf that has dialled this broker.
final class AcceptedLeaf extends LeafSession {
    private final LeafSettings.Listen listen;
    private final String nonce = Nonce.next();
    private final int port;
    private boolean asked;

    /// @param port that was dialled
    AcceptedLeaf(Leafs leafs, int number, LeafSettings.Listen listen, int port) {
        super(leafs, number);
        this.listen = listen;
        this.port = port;
    }

    @Override
    boolean isAccepted() {
        return true;
    }

    @Override
    void onConnected() {
        if (number == 0) {
            put(LeafFrames.error("maximum connections exceeded"));
            end("there are as many leaf connections as there can be, " + Leafs.MOST);
            return;
        }
        put(leafs.words().info(number, listen.host(), port, nonce, ""));
    }

    @Override
    void onInfo(JsonNode info) {
        // Only who dials is told anything by it.
    }

    @Override
    void onConnect(JsonNode said) {
        if (asked || number == 0) {
            return;
        }
        asked = true;
        if (said.has("lang")) {
            put(LeafFrames.error("attempted to connect to leaf node port"));
            end("a client has dialled the port of leaf connections");
            return;
        }
        Credentials shown = new Credentials(
                said.path("user").asString(""),
                said.path("pass").asString(""),
                "",
                said.path("name").asString(""),
                new Proof(
                        said.path("nkey").asString(""),
                        said.path("jwt").asString(""),
                        said.path("sig").asString(""),
                        nonce));
        leafs.authenticate(shown, verdict -> executeOnLoop(() -> onVerdict(said, verdict)));
    }

    private void onVerdict(JsonNode said, Verdict verdict) {
        switch (verdict) {
            case Verdict.Denied(String reason) -> {
                put(LeafFrames.error("Authorization Violation"));
                end(reason);
            }
            case Verdict.Granted granted -> {
                put(leafs.words()
                        .info(number, listen.host(), port, "", granted.space().account()));
                List<String> denied = said.path("deny_pub")
                        .valueStream()
                        .map(each -> each.asString(""))
                        .toList();
                String peer = said.path("name").asString("");
                leafs.endOlder(this, peer, granted.space());
                join(granted.space(), peer, granted.user(), granted.permissions(), List.of(), denied);
            }
        }
    }

    @Override
    void onError(String text) {
        // The other side closes.
    }

    @Override
    void onEnd() {
        leafs.giveBack(number);
    }
}
