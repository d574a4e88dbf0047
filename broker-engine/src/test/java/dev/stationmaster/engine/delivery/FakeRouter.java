package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/// A router that remembers what each inbox got; inboxes without interest refuse.
public final class FakeRouter implements Router {
    public record Sent(String route, Message message) {
        public String payload() {
            return new String(message.payload(), StandardCharsets.UTF_8);
        }

        public String status() {
            String block = new String(message.headers(), StandardCharsets.UTF_8);
            return block.startsWith("NATS/1.0 ") ? block.substring(9, block.indexOf("\r\n")) : "";
        }
    }

    public record Sub(String pattern, String queue, Subscriber subscriber) implements Subscription {}

    public final List<Sent> sent = new CopyOnWriteArrayList<>();
    public final List<Sub> subscriptions = new CopyOnWriteArrayList<>();
    public final List<String> deaf = new CopyOnWriteArrayList<>();
    public final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> patterns = new CopyOnWriteArrayList<>();
    private final List<ApiHandler> handlers = new CopyOnWriteArrayList<>();
    public BiConsumer<Message, ClientIdentity> published = (message, from) -> {};

    @Override
    public void publish(Message message, ClientIdentity from) {
        for (int i = 0; i < patterns.size(); i++) {
            if (SubjectPattern.matches(patterns.get(i), message.subject())) {
                handlers.get(i).handle(message, from);
                return;
            }
        }
        deliver(message.subject(), message);
        published.accept(message, from);
    }

    @Override
    public boolean deliver(String route, Message message) {
        if (!hasInterest(route)) {
            return false;
        }
        sent.add(new Sent(route, message));
        for (Sub sub : List.copyOf(subscriptions)) {
            if (SubjectPattern.matches(sub.pattern(), route)) {
                sub.subscriber().deliver(sub, message);
            }
        }
        return true;
    }

    @Override
    public boolean hasInterest(String subject) {
        return !deaf.contains(subject);
    }

    @Override
    public boolean hasInterest(String subject, String queue) {
        return hasInterest(subject) && !deaf.contains(subject + ' ' + queue);
    }

    @Override
    public boolean isHeard(String subject) {
        return heard.contains(subject);
    }

    @Override
    public Subscription subscribe(String pattern, String queue, Subscriber subscriber) {
        Sub sub = new Sub(pattern, queue, subscriber);
        subscriptions.add(sub);
        return sub;
    }

    @Override
    public void unsubscribe(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    @Override
    public void serve(String pattern, ApiHandler handler) {
        patterns.add(pattern);
        handlers.add(handler);
    }

    /// What an inbox got since the last call, oldest first.
    public List<Sent> take(String route) {
        List<Sent> got =
                sent.stream().filter(item -> item.route().equals(route)).toList();
        sent.removeAll(got);
        return got;
    }
}
