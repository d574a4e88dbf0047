package dev.stationmaster.engine.account;

import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.StreamSink;

/// The streams of one account as the router reaches them. Thread-safe.
///
/// @param streams with the account's own subjects
public record AccountSink(SubjectSpace space, StreamSink streams) implements StreamSink {
    @Override
    public boolean captures(String subject) {
        return streams.captures(space.own(subject));
    }

    @Override
    public boolean offer(Message message, ClientIdentity from) {
        return streams.offer(
                new Message(
                        space.own(message.subject()), space.own(message.reply()), message.headers(), message.payload()),
                from);
    }

    @Override
    public boolean congested() {
        return streams.congested();
    }

    @Override
    public void whenWritable(Runnable resume) {
        streams.whenWritable(resume);
    }
}
