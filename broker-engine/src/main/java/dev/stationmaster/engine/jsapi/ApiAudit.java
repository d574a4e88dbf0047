package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Tells of calls of the API with their answers while somebody listens for that: the answer goes through this node,
/// which passes it on. Thread-safe.
public final class ApiAudit implements Subscriber {
    private static final String SUBJECT = "ADVISORY.API";
    private static final int WAITING_MAX = 1000;

    private record Asked(Message request, ClientIdentity from) {}

    private final Router router;
    private final Events events;
    private final String server;
    private final String inbox;
    private final Map<String, Asked> waiting = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > WAITING_MAX;
        }
    };
    private long nextId;

    /// @param server what events name as the server
    public ApiAudit(Router router, Events events, String server) {
        this.router = router;
        this.events = events;
        this.server = server;
        this.inbox = "_SM.AUDIT." + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36) + ".";
        router.subscribe(inbox + "*", "", this);
    }

    /// The request to carry out: with another reply subject when its answer is to be told.
    Message watched(Message request, ApiSubject.Call call, ClientIdentity from) {
        if (from.internal() || !request.hasReply() || !isAudited(call) || !events.isHeard(SUBJECT)) {
            return request;
        }
        String reply;
        synchronized (waiting) {
            reply = inbox + Long.toString(++nextId, 36);
            waiting.put(reply, new Asked(request, from));
        }
        return new Message(request.subject(), reply, request.headers(), request.payload());
    }

    private static boolean isAudited(ApiSubject.Call call) {
        return switch (call) {
            case STREAM_MSG_GET, CONSUMER_MSG_NEXT, DIRECT_GET, META_LEADER_STEPDOWN -> false;
            default -> true;
        };
    }

    @Override
    public void deliver(Subscription subscription, Message answer) {
        @Nullable Asked asked;
        synchronized (waiting) {
            asked = waiting.remove(answer.subject());
        }
        if (asked == null) {
            return;
        }
        String reply = asked.request().reply();
        router.deliver(reply, new Message(reply, "", answer.headers(), answer.payload()));
        ObjectNode event = events.event("advisory.v1.api_audit").put("server", server);
        event.set("client", Events.client(asked.from()));
        event.put("subject", asked.request().subject());
        ConsumerConfigCodec.text(event, "request", text(asked.request().payload()));
        event.put("response", text(answer.payload()));
        events.publish(SUBJECT, event);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
