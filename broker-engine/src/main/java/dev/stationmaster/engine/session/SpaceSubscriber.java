package dev.stationmaster.engine.session;

import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.auth.SubjectSpace.Ear;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;

/// A client's subscription where its account has subjects of its own: shows messages as that account sees them.
record SpaceSubscriber(SubjectSpace space, Ear ear, ClientSubscription client) implements Subscriber {
    @Override
    public void deliver(Subscription subscription, Message message) {
        String subject = space.shown(ear, client.pattern(), message.subject());
        if (subject != null) {
            client.deliver(
                    subscription,
                    new Message(subject, space.own(message.reply()), message.headers(), message.payload()));
        }
    }

    @Override
    public long clientId() {
        return client.clientId();
    }

    @Override
    public boolean wantsEcho() {
        return client.wantsEcho();
    }
}
