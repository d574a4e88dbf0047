package dev.stationmaster.engine.account;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.StreamSink;
import java.util.List;

/// The streams of all accounts, for the one question that clients have in common: whether to be read more slowly.
public record AllStreams(List<StreamSink> streams) implements StreamSink {
    public AllStreams {
        streams = List.copyOf(streams);
    }

    @Override
    public boolean captures(String subject) {
        return streams.stream().anyMatch(each -> each.captures(subject));
    }

    /// The router asks each by itself.
    @Override
    public boolean offer(Message message, ClientIdentity from) {
        return false;
    }

    @Override
    public boolean congested() {
        return streams.stream().anyMatch(StreamSink::congested);
    }

    @Override
    public void whenWritable(Runnable resume) {
        streams.stream()
                .filter(StreamSink::congested)
                .findFirst()
                .ifPresentOrElse(slow -> slow.whenWritable(() -> whenWritable(resume)), resume);
    }
}
