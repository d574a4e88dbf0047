package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.Optional;

/// A user of the console or of the broker. Immutable.
///
/// @param id given by the store; 0 in one that is not stored yet
/// @param name lower case, except names of the product's own that begin with `$`
/// @param passwordHash bcrypt, see [PasswordHash]; `""`: cannot log in with a password
/// @param alreadyLoggedIn whether the console was used before
/// @param permissions empty: may do everything
public record User(
        int id,
        String name,
        UserType type,
        String passwordHash,
        boolean alreadyLoggedIn,
        Instant createdAt,
        Instant lastLogin,
        int avatarId,
        Profile profile,
        boolean skipGetStarted,
        Optional<Permissions> permissions) {

    public enum UserType {
        ROOT,
        MANAGEMENT,
        APPLICATION
    }

    /// What a user tells about themselves; `""` where nothing was said.
    public record Profile(String fullName, String team, String position, String owner, String description) {
        public static final Profile EMPTY = new Profile("", "", "", "", "");
    }

    /// A user that may do everything, with an empty profile, made now.
    public static User create(String name, UserType type, String passwordHash) {
        Instant now = Instant.now();
        return new User(0, name, type, passwordHash, false, now, now, 1, Profile.EMPTY, false, Optional.empty());
    }

    public User withId(int newId) {
        return new User(
                newId,
                name,
                type,
                passwordHash,
                alreadyLoggedIn,
                createdAt,
                lastLogin,
                avatarId,
                profile,
                skipGetStarted,
                permissions);
    }

    public User withProfile(Profile newProfile) {
        return new User(
                id,
                name,
                type,
                passwordHash,
                alreadyLoggedIn,
                createdAt,
                lastLogin,
                avatarId,
                newProfile,
                skipGetStarted,
                permissions);
    }

    public User withPermissions(Optional<Permissions> newPermissions) {
        return new User(
                id,
                name,
                type,
                passwordHash,
                alreadyLoggedIn,
                createdAt,
                lastLogin,
                avatarId,
                profile,
                skipGetStarted,
                newPermissions);
    }
}
