package dev.stationmaster.engine.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Parts of a round that run beside each other, each on a thread of its own.
final class Parallel {
    private static final long MINUTES_MAX = 30;

    /// A part that may fail.
    interface Part {
        void run() throws Exception;
    }

    private Parallel() {}

    static CompletableFuture<Void> run(Part part) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                part.run();
                done.complete(null);
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    static void await(CompletableFuture<?> part) throws Exception {
        try {
            part.get(MINUTES_MAX, TimeUnit.MINUTES);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }
}
