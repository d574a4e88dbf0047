package dev.stationmaster.gateway.watch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rates between two samples. A counter that fell, or that another leader counts, gives no rate rather than a
/// wrong
/// one.
final class Rates {
    private final @Nullable Sample before;
    private final Sample now;

    Rates(@Nullable Sample before, Sample now) {
        this.before = before;
        this.now = now;
    }

    /// Messages stored per second: sequences only grow, also over a change of leaders.
    @Nullable
    Double stored(GroupStats.Stream stream) {
        GroupStats.Stream former = before == null ? null : before.streams().get(stream.stream());
        return former == null ? null : perSecond(former.lastSeq(), stream.lastSeq());
    }

    @Nullable
    Double delivered(GroupStats.Stream stream, GroupStats.Consumer consumer) {
        return former(stream, consumer)
                .map(former -> perSecond(former.delivered(), consumer.delivered()))
                .orElse(null);
    }

    @Nullable
    Double settled(GroupStats.Stream stream, GroupStats.Consumer consumer) {
        return former(stream, consumer)
                .map(former -> perSecond(former.acked(), consumer.acked()))
                .orElse(null);
    }

    private Optional<GroupStats.Consumer> former(GroupStats.Stream stream, GroupStats.Consumer consumer) {
        if (before == null || !sameLeader(stream.stream())) {
            return Optional.empty();
        }
        GroupStats.Stream former = before.streams().get(stream.stream());
        return former == null
                ? Optional.empty()
                : former.consumerList().stream()
                        .filter(other -> other.name().equals(consumer.name()))
                        .findFirst();
    }

    private boolean sameLeader(String stream) {
        return before != null
                && before.leaders().getOrDefault(stream, 0).equals(now.leaders().getOrDefault(stream, 0));
    }

    @Nullable
    Double perSecond(long former, long latter) {
        double seconds = before == null ? 0 : (now.atNanos() - before.atNanos()) / 1e9;
        return seconds <= 0 || latter < former ? null : (Double) ((latter - former) / seconds);
    }
}
