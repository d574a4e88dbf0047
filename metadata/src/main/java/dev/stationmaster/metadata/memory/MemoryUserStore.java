package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.Permissions;
import dev.stationmaster.metadata.User;
import dev.stationmaster.metadata.UserStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Users by name.
final class MemoryUserStore implements UserStore {
    private final Consumer<String> onRemoved;
    private final TreeMap<String, User> users = new TreeMap<>();
    private int lastId;
    private long version = 1;

    /// @param onRemoved told the name of a removed user, so that what it made can be renamed
    MemoryUserStore(Consumer<String> onRemoved) {
        this.onRemoved = onRemoved;
    }

    @Override
    public synchronized List<User> all() {
        return List.copyOf(users.values());
    }

    @Override
    public synchronized Optional<User> byName(String name) {
        return Optional.ofNullable(users.get(name));
    }

    @Override
    public synchronized Optional<User> create(User user) {
        if (users.containsKey(user.name())) {
            return Optional.empty();
        }
        User stored = user.withId(++lastId);
        users.put(stored.name(), stored);
        version++;
        return Optional.of(stored);
    }

    @Override
    public synchronized boolean remove(String name) {
        if (users.remove(name) == null) {
            return false;
        }
        version++;
        onRemoved.accept(name);
        return true;
    }

    @Override
    public synchronized boolean setPasswordHash(String name, String passwordHash) {
        boolean found = change(
                name,
                user -> new User(
                        user.id(),
                        user.name(),
                        user.type(),
                        passwordHash,
                        user.alreadyLoggedIn(),
                        user.createdAt(),
                        user.lastLogin(),
                        user.avatarId(),
                        user.profile(),
                        user.skipGetStarted(),
                        user.permissions()));
        version += found ? 1 : 0;
        return found;
    }

    @Override
    public synchronized boolean setPermissions(String name, Optional<Permissions> permissions) {
        boolean found = change(name, user -> user.withPermissions(permissions));
        version += found ? 1 : 0;
        return found;
    }

    @Override
    public synchronized boolean setProfile(String name, User.Profile profile) {
        return change(name, user -> user.withProfile(profile));
    }

    @Override
    public synchronized boolean setAvatar(String name, int avatarId) {
        return change(
                name,
                user -> new User(
                        user.id(),
                        user.name(),
                        user.type(),
                        user.passwordHash(),
                        user.alreadyLoggedIn(),
                        user.createdAt(),
                        user.lastLogin(),
                        avatarId,
                        user.profile(),
                        user.skipGetStarted(),
                        user.permissions()));
    }

    @Override
    public synchronized boolean setSkipGetStarted(String name, boolean skip) {
        return change(
                name,
                user -> new User(
                        user.id(),
                        user.name(),
                        user.type(),
                        user.passwordHash(),
                        user.alreadyLoggedIn(),
                        user.createdAt(),
                        user.lastLogin(),
                        user.avatarId(),
                        user.profile(),
                        skip,
                        user.permissions()));
    }

    @Override
    public synchronized boolean recordLogin(String name) {
        return change(
                name,
                user -> new User(
                        user.id(),
                        user.name(),
                        user.type(),
                        user.passwordHash(),
                        true,
                        user.createdAt(),
                        Instant.now(),
                        user.avatarId(),
                        user.profile(),
                        user.skipGetStarted(),
                        user.permissions()));
    }

    @Override
    public synchronized long version() {
        return version;
    }

    @Override
    public synchronized Snapshot snapshot() {
        return new Snapshot(version, all());
    }

    private boolean change(String name, UnaryOperator<User> change) {
        return users.computeIfPresent(name, (key, user) -> change.apply(user)) != null;
    }
}
