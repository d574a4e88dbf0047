package dev.stationmaster.engine.account;

import dev.stationmaster.engine.auth.AccountLimits;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What an account's streams on this node hold, against its limits. Leaders tell of their streams; publishers ask.
/// Thread-safe; without limits nothing is counted.
public final class AccountUsage {
    private final AccountLimits limits;
    private final boolean counting;
    private final Map<Long, Held> streams = new ConcurrentHashMap<>();
    private final Bytes memory = new Bytes();
    private final Bytes storage = new Bytes();

    private record Held(boolean inMemory, long bytes, long bytesMax) {}

    /// @param underWay bytes of messages that are on their way into a stream
    private record Bytes(AtomicLong held, AtomicLong underWay) {
        Bytes() {
            this(new AtomicLong(), new AtomicLong());
        }
    }

    public AccountUsage(AccountLimits limits) {
        this.limits = limits;
        this.counting = limits.memory() >= 0 || limits.storage() >= 0;
    }

    public static AccountUsage unlimited() {
        return new AccountUsage(AccountLimits.NONE);
    }

    public AccountLimits limits() {
        return limits;
    }

    /// Whether messages may be refused: then each is to be [#take]n and [#done].
    public boolean isCounting() {
        return counting;
    }

    /// What a stream holds now.
    public void follow(PartitionView stream) {
        if (counting) {
            boolean inMemory = stream.config().storage() == Storage.MEMORY;
            put(
                    stream.streamId(),
                    new Held(inMemory, stream.stats().bytes(), stream.config().maxBytes()));
        }
    }

    private void put(long streamId, Held now) {
        Held before = streams.put(streamId, now);
        bytes(now.inMemory()).held().addAndGet(now.bytes() - (before == null ? 0 : before.bytes()));
    }

    /// The stream is gone, or another node leads it.
    public void forget(long streamId) {
        Held before = streams.remove(streamId);
        if (before != null) {
            bytes(before.inMemory()).held().addAndGet(-before.bytes());
        }
    }

    /// Takes room for a message on its way into a stream; a stream that is full of what it may have makes room itself.
    ///
    /// @return false, with nothing taken, when the account has none
    public boolean take(long streamId, boolean inMemory, int size) {
        Bytes bytes = bytes(inMemory);
        long most = inMemory ? limits.memory() : limits.storage();
        long underWay = bytes.underWay().addAndGet(size);
        Held stream = streams.get(streamId);
        boolean grows = stream == null || stream.bytesMax() <= 0 || stream.bytes() + size <= stream.bytesMax();
        if (most >= 0 && grows && bytes.held().get() + underWay > most) {
            bytes.underWay().addAndGet(-size);
            return false;
        }
        return true;
    }

    /// The message is in its stream, or was refused.
    public void done(boolean inMemory, int size) {
        bytes(inMemory).underWay().addAndGet(-size);
    }

    private Bytes bytes(boolean inMemory) {
        return inMemory ? memory : storage;
    }
}
