package dev.stationmaster.engine.account;

import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.auth.SubjectSpace.Ear;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;
import java.util.List;

/// The router as the streams of one account see it: with the account's own subjects and what it imports. Replies of
/// other accounts keep the token that marks them, so that answers find their way back. Thread-safe.
public final class AccountRouter implements Router {
    /// Shown as it is: clients read there where a message comes from.
    private static final String ACK = "$JS.ACK.";

    private final Router board;
    private final SubjectSpace space;

    private AccountRouter(Router board, SubjectSpace space) {
        this.board = board;
        this.space = space;
    }

    public static Router of(Router board, SubjectSpace space) {
        return space.isAlone() ? board : new AccountRouter(board, space);
    }

    @Override
    public void publish(Message message, ClientIdentity from) {
        board.publish(outgoing(message, space.outgoing(message.subject())), from);
    }

    @Override
    public boolean deliver(String routeSubject, Message message) {
        return board.deliver(space.outgoing(routeSubject), outgoing(message, message.subject()));
    }

    private Message outgoing(Message message, String subject) {
        String reply = message.reply().startsWith(ACK) ? message.reply() : space.replyTo(message.reply());
        return new Message(subject, reply, message.headers(), message.payload());
    }

    @Override
    public boolean hasInterest(String subject) {
        return board.hasInterest(space.outgoing(subject));
    }

    @Override
    public boolean hasInterest(String subject, String queue) {
        return board.hasInterest(space.outgoing(subject), queue);
    }

    @Override
    public boolean isHeard(String subject) {
        return board.isHeard(space.outgoing(subject));
    }

    @Override
    public Subscription subscribe(String pattern, String queue, Subscriber subscriber) {
        Heard heard = new Heard(pattern, queue, subscriber);
        heard.parts = space.ears(pattern).stream()
                .map(ear -> board.subscribe(ear.pattern(), queue, new Listener(heard, ear)))
                .toList();
        return heard;
    }

    @Override
    public void unsubscribe(Subscription subscription) {
        if (subscription instanceof Heard heard) {
            heard.parts.forEach(board::unsubscribe);
        }
    }

    @Override
    public void serve(String pattern, ApiHandler handler) {
        board.serve(space.prefix() + pattern, (request, from) -> handler.handle(incoming(request), from));
    }

    /// A message of the router as this account sees it.
    Message incoming(Message message) {
        return new Message(
                space.own(message.subject()), space.own(message.reply()), message.headers(), message.payload());
    }

    /// One subscription, with what it listens to in the router.
    private static final class Heard implements Subscription {
        private final String pattern;
        private final String queue;
        private final Subscriber subscriber;
        private volatile List<Subscription> parts = List.of();

        Heard(String pattern, String queue, Subscriber subscriber) {
            this.pattern = pattern;
            this.queue = queue;
            this.subscriber = subscriber;
        }

        @Override
        public String pattern() {
            return pattern;
        }

        @Override
        public String queue() {
            return queue;
        }

        @Override
        public Subscriber subscriber() {
            return subscriber;
        }
    }

    private final class Listener implements Subscriber {
        private final Heard heard;
        private final Ear ear;

        Listener(Heard heard, Ear ear) {
            this.heard = heard;
            this.ear = ear;
        }

        @Override
        public void deliver(Subscription subscription, Message message) {
            String subject = space.shown(ear, heard.pattern, message.subject());
            if (subject != null) {
                String reply = space.own(message.reply());
                heard.subscriber.deliver(heard, new Message(subject, reply, message.headers(), message.payload()));
            }
        }

        @Override
        public long clientId() {
            return heard.subscriber.clientId();
        }

        @Override
        public boolean wantsEcho() {
            return heard.subscriber.wantsEcho();
        }
    }
}
