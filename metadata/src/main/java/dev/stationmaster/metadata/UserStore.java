package dev.stationmaster.metadata;

import java.util.List;
import java.util.Optional;

/// Users with their permissions.
public interface UserStore {
    /// Ascending by name.
    List<User> all();

    Optional<User> byName(String name);

    /// Stores a new user with its permissions.
    ///
    /// @return the user with its id, empty when the name is taken
    Optional<User> create(User user);

    /// Removes the user; what it made keeps existing and names `<name>(deleted)` as its creator.
    boolean remove(String name);

    boolean setPasswordHash(String name, String passwordHash);

    boolean setPermissions(String name, Optional<Permissions> permissions);

    boolean setProfile(String name, User.Profile profile);

    boolean setAvatar(String name, int avatarId);

    boolean setSkipGetStarted(String name, boolean skip);

    /// Notes a login to the console, now.
    boolean recordLogin(String name);

    /// Grows by each change that brokers must know: users, password hashes, permissions. Cheap enough to poll.
    long version();

    /// Version and users as they were at one moment.
    Snapshot snapshot();

    record Snapshot(long version, List<User> users) {
        public Snapshot {
            users = List.copyOf(users);
        }
    }
}
