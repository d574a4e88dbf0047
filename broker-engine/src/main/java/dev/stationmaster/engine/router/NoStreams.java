package dev.stationmaster.engine.router;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;

/// A node without streams: captures nothing.
public final class NoStreams implements StreamSink {
    @Override
    public boolean captures(String subject) {
        return false;
    }

    @Override
    public boolean offer(Message message, ClientIdentity from) {
        return false;
    }

    @Override
    public boolean congested() {
        return false;
    }

    @Override
    public void whenWritable(Runnable resume) {
        resume.run();
    }
}
