package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Publishes events on `$JS.EVENT.…`: core messages that a stream may capture. Thread-safe.
public final class Events {
    private static final String PREFIX = "$JS.EVENT.";
    private static final String TYPE = "io.nats.jetstream.";
    private static final int ID_LENGTH = 22;
    private static final String ID_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final Router router;
    private final ClientIdentity self;
    private final LongSupplier time;
    private final String domain;

    /// @param time wall-clock time in nanoseconds since 1970
    /// @param domain of JetStream, `""` for none
    public Events(Router router, int node, LongSupplier time, String domain) {
        this.router = router;
        this.self = new ClientIdentity(0, node, "", "", "", false, false);
        this.time = time;
        this.domain = domain;
    }

    /// Whether anybody would hear an event on this subject.
    ///
    /// @param subject what follows `$JS.EVENT.`
    public boolean isHeard(String subject) {
        return router.isHeard(PREFIX + subject);
    }

    /// An event with the fields that all have.
    public ObjectNode event(String type) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("type", TYPE + type)
                .put("id", newId())
                .put("timestamp", now());
        ConsumerConfigCodec.text(event, "domain", domain);
        return event;
    }

    /// The time as events have it.
    public String now() {
        return ApiTimes.format(time.getAsLong());
    }

    private static String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARS.charAt(ThreadLocalRandom.current().nextInt(ID_CHARS.length())));
        }
        return id.toString();
    }

    public void publish(String subject, ObjectNode event) {
        router.publish(Message.of(PREFIX + subject, event.toString().getBytes(StandardCharsets.UTF_8)), self);
    }

    /// Who asked, as events name clients.
    public static ObjectNode client(ClientIdentity from) {
        ObjectNode client =
                JsonNodeFactory.instance.objectNode().put("id", from.clientId()).put("acc", "$G");
        ConsumerConfigCodec.text(client, "user", from.user());
        ConsumerConfigCodec.text(client, "name", from.name());
        ConsumerConfigCodec.text(client, "lang", from.lang());
        return client;
    }
}
