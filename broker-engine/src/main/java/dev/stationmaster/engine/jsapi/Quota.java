package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.auth.AccountLimits;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which streams an account may have. Where there are limits, its streams are made and changed one after another, so
/// that each sees what the one before has reserved. Thread-safe.
public final class Quota {
    /// What the whole broker may keep, whichever account; -1 for no limit.
    public record Room(long memory, long storage) {
        public static final Room UNLIMITED = new Room(-1, -1);
    }

    private final AccountLimits limits;
    private final Room room;
    private final Directory directory;
    private final Totals totals;
    /// The change that comes last; guarded by `this`.
    private CompletableFuture<?> last = CompletableFuture.completedFuture("");

    /// What the account uses.
    interface Totals {
        CompletableFuture<JsonNode> gather();
    }

    Quota(AccountLimits limits, Room room, Directory directory, Totals totals) {
        this.limits = limits;
        this.room = room;
        this.directory = directory;
        this.totals = totals;
    }

    /// Whether another stream fits.
    ///
    /// @throws ApiRefusal when it does not
    void checkCount() {
        if (limits.streams() > 0 && directory.streams().size() >= limits.streams()) {
            throw new ApiRefusal(JetStreamErrors.MAXIMUM_NUMBER_OF_STREAMS_REACHED);
        }
    }

    /// Makes or changes a stream, if the account may have it so; else the answer fails with an [ApiRefusal].
    ///
    /// @param before what it may hold now, null when it is new
    <T> CompletableFuture<T> change(
            StreamConfig wanted, @Nullable StreamConfig before, Supplier<CompletableFuture<T>> change) {
        if (!isLimited()) {
            return change.get();
        }
        synchronized (this) {
            CompletableFuture<T> next = last.handle((done, failure) -> "")
                    .thenCompose(turn -> totals.gather())
                    .thenCompose(used -> {
                        check(wanted, before, used);
                        return change.get();
                    });
            last = next;
            return next;
        }
    }

    private boolean isLimited() {
        return !limits.equals(AccountLimits.NONE) || !room.equals(Room.UNLIMITED);
    }

    private void check(StreamConfig wanted, @Nullable StreamConfig before, JsonNode used) {
        boolean inMemory = wanted.storage() == Storage.MEMORY;
        if (before == null && directory.stream(wanted.name()) != null) {
            return;
        }
        if (before == null) {
            checkCount();
        }
        refuseIf(
                limits.bytesRequired() && wanted.maxBytes() <= 0,
                JetStreamErrors.ACCOUNT_REQUIRES_A_STREAM_CONFIG_TO_HAVE_MAX);
        long streamMost = inMemory ? limits.memoryStream() : limits.storageStream();
        refuseIf(
                streamMost > 0 && wanted.maxBytes() > streamMost,
                JetStreamErrors.STREAM_MAX_BYTES_EXCEEDS_ACCOUNT_LIMIT_MAX_STREAM);
        long had = before == null ? 0 : Math.max(0, before.maxBytes());
        long reserved =
                used.path(inMemory ? "reserved_memory" : "reserved_storage").asLong(0) - had;
        // One without a limit needs room for something at least.
        long bytes = Math.max(before == null ? 1 : 0, wanted.maxBytes());
        if (bytes > had) {
            refuseBeyond(reserved + bytes, inMemory ? limits.memory() : limits.storage(), inMemory);
            refuseBeyond(reserved + bytes, inMemory ? room.memory() : room.storage(), inMemory);
        }
    }

    private static void refuseBeyond(long bytes, long most, boolean inMemory) {
        refuseIf(
                most >= 0 && bytes > most,
                inMemory
                        ? JetStreamErrors.INSUFFICIENT_MEMORY_RESOURCES_AVAILABLE
                        : JetStreamErrors.INSUFFICIENT_STORAGE_RESOURCES_AVAILABLE);
    }

    private static void refuseIf(boolean wrong, JetStreamError error) {
        if (wrong) {
            throw new ApiRefusal(error);
        }
    }
}
