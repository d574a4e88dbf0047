package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.stream.StreamConfig;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Changes of names: each drives its procedure over the meta group and the data groups to the end (engine.md §2).
/// Thread-safe. Futures complete within 10 s, never exceptionally, on a thread that must not be blocked.
public interface MetaClient {
    /// Creates a plain stream; an equal existing one is a success.
    CompletableFuture<Result<StreamRef>> createStream(StreamConfig config);

    /// Creates a plain stream that takes nothing yet: its messages come out of an archive, then its settings. An
    /// existing one is refused.
    default CompletableFuture<Result<StreamRef>> restoreStream(StreamConfig config) {
        return CompletableFuture.completedFuture(
                new Result.Failed<>(JetStreamErrors.RESTORE_FAILED.with("err", "streams cannot be restored here")));
    }

    /// Replaces subjects (overlap is checked) and the settings in effect.
    CompletableFuture<Result<StreamRef>> updateStream(StreamConfig config);

    CompletableFuture<Result<StreamRef>> deleteStream(String name);

    /// Creates a station with one stream for each partition; `partitions` are the streams' configurations, in order.
    CompletableFuture<Result<StationRef>> createStation(
            String name, StationRef.Settings settings, List<StreamConfig> partitions, String createdBy);

    /// Changes what may change: dead-letter switches and station, schema.
    CompletableFuture<Result<StationRef>> updateStation(String name, StationRef.Settings settings);

    CompletableFuture<Result<StationRef>> deleteStation(String name);

    /// Replaces the copy of the users, if `version` is higher than the one applied.
    CompletableFuture<Result<Long>> putUsers(long version, Collection<UserRef> users);

    /// The outcome of a change.
    sealed interface Result<T> {
        record Done<T>(T value) implements Result<T> {}

        record Failed<T>(JetStreamError error) implements Result<T> {}
    }
}
