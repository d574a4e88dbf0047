package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Builds and sends the JSON answers of the API. Thread-safe.
public final class Answers {
    private static final String TYPE = "io.nats.jetstream.api.v1.";

    private final Router router;
    private final AtomicLong refusals = new AtomicLong();

    public Answers(Router router) {
        this.router = router;
    }

    /// An answer of this type, to be filled in.
    ///
    /// @param kind what stands between `io.nats.jetstream.api.v1.` and `_response`
    public static ObjectNode answer(String kind) {
        return JsonNodeFactory.instance.objectNode().put("type", TYPE + kind + "_response");
    }

    public static ObjectNode error(String kind, JetStreamError error) {
        ObjectNode answer = answer(kind);
        answer.set("error", error(error));
        return answer;
    }

    public static ObjectNode error(JetStreamError error) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", error.code())
                .put("err_code", error.errorCode())
                .put("description", error.description());
    }

    /// Sends it to the asker, if there is one.
    public void send(String reply, ObjectNode answer) {
        sendText(reply, answer.toString());
    }

    public void refuse(String reply, String kind, JetStreamError error) {
        refusals.incrementAndGet();
        send(reply, error(kind, error));
    }

    /// How many errors were answered.
    public long refusals() {
        return refusals.get();
    }

    public void sendText(String reply, String text) {
        if (!reply.isEmpty()) {
            router.deliver(reply, Message.of(reply, text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    public void sendMessage(String reply, Message message) {
        if (!reply.isEmpty()) {
            router.deliver(reply, message);
        }
    }

    /// Sends a header-only status such as `503` or `404 Message Not Found`.
    public void sendStatus(String reply, String status) {
        if (!reply.isEmpty()) {
            byte[] headers = ("NATS/1.0 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            router.deliver(reply, new Message(reply, "", headers, new byte[0]));
        }
    }
}
