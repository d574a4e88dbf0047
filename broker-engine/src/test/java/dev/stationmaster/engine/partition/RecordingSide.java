package dev.stationmaster.engine.partition;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A leader's side that writes down what it hears.
final class RecordingSide implements LeaderSide {
    final GroupContext context;
    final List<String> heard = new CopyOnWriteArrayList<>();

    RecordingSide(GroupContext context) {
        this.context = context;
    }

    /// Asks on the loop.
    <T> T ask(Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        context.execute(() -> answer.complete(question.get()));
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void onLeaderReady() {
        heard.add("ready");
    }

    @Override
    public void onLeaderLost() {
        heard.add("lost");
    }

    @Override
    public void onStored(PartitionView partition, long firstSequence, long lastSequence) {
        heard.add("stored " + firstSequence + ".." + lastSequence);
    }

    @Override
    public void onPartitionChanged(PartitionView partition) {
        heard.add("changed");
    }

    @Override
    public void onPartitionDeleted(PartitionView partition) {
        heard.add("deleted");
    }

    @Override
    public void onConsumerPut(PartitionView partition, String consumer) {
        heard.add("consumer " + consumer);
    }

    @Override
    public void onConsumerDeleted(PartitionView partition, String consumer) {
        heard.add("consumer deleted " + consumer);
    }

    @Override
    public void onRepublished(PartitionView partition, Republished copy) {
        heard.add("republished " + copy.destination());
    }

    @Override
    public void onDeadLetter(PartitionView partition, DeadLetter deadLetter) {
        heard.add("dead letter " + deadLetter.outboxId());
    }

    @Override
    public void onRequest(GroupRequest request) {
        heard.add("request " + request.message().subject());
    }

    /// Hears nothing.
    static final class Deaf implements LeaderSide {
        Deaf(GroupContext context) {}

        @Override
        public void onLeaderReady() {}

        @Override
        public void onLeaderLost() {}

        @Override
        public void onStored(PartitionView partition, long firstSequence, long lastSequence) {}

        @Override
        public void onPartitionChanged(PartitionView partition) {}

        @Override
        public void onPartitionDeleted(PartitionView partition) {}

        @Override
        public void onConsumerPut(PartitionView partition, String consumer) {}

        @Override
        public void onConsumerDeleted(PartitionView partition, String consumer) {}

        @Override
        public void onRepublished(PartitionView partition, Republished copy) {}

        @Override
        public void onDeadLetter(PartitionView partition, DeadLetter deadLetter) {}

        @Override
        public void onRequest(GroupRequest request) {}
    }
}
