package dev.stationmaster.engine.meta;

import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.Permissions;
import dev.stationmaster.metadata.User;
import dev.stationmaster.metadata.UserStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies the users, with their version, from the metadata to the meta group while this node leads it; a node restarted
/// without the metadata serves them as before. Looks twice a second. Thread-safe.
public final class UserCopier implements MetaMachine.Leading {
    private static final Logger log = LoggerFactory.getLogger(UserCopier.class);
    private static final long PERIOD_MILLIS = 500;

    private final ScheduledExecutorService timer;
    private final Supplier<MetadataStores> stores;
    private final MetaDirectory directory;
    private final Supplier<MetaClient> changes;
    private @Nullable ScheduledFuture<?> running;
    private String lastFailure = "";

    public UserCopier(
            ScheduledExecutorService timer,
            Supplier<MetadataStores> stores,
            MetaDirectory directory,
            Supplier<MetaClient> changes) {
        this.timer = timer;
        this.stores = stores;
        this.directory = directory;
        this.changes = changes;
    }

    @Override
    public synchronized void start() {
        stop();
        running = timer.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledFuture<?> before = running;
        if (before != null) {
            before.cancel(false);
            running = null;
        }
    }

    private void look() {
        try {
            UserStore users = stores.get().users();
            if (users.version() > directory.usersVersion()) {
                UserStore.Snapshot snapshot = users.snapshot();
                List<UserRef> copy =
                        snapshot.users().stream().map(UserCopier::copyOf).toList();
                changes.get().putUsers(snapshot.version(), copy);
            }
            lastFailure = "";
        } catch (MetadataException cause) {
            String failure = String.valueOf(cause.getMessage());
            if (!failure.equals(lastFailure)) {
                lastFailure = failure;
                log.warn("users cannot be copied from the metadata for now: {}", failure);
            }
        }
    }

    private static UserRef copyOf(User user) {
        return new UserRef(
                user.name(),
                user.type().name().toLowerCase(Locale.ROOT),
                user.passwordHash(),
                user.permissions().isPresent(),
                user.permissions().map(Permissions::allowRead).orElse(List.of()),
                user.permissions().map(Permissions::allowWrite).orElse(List.of()),
                user.permissions().map(Permissions::denyRead).orElse(List.of()),
                user.permissions().map(Permissions::denyWrite).orElse(List.of()));
    }
}
