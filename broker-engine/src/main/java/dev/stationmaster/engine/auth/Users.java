package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.meta.UserRef;
import org.jspecify.annotations.Nullable;

/// The cluster's users; `directory::user` is one.
@FunctionalInterface
public interface Users {
    /// The user of exactly this name, or null. Thread-safe, does not block.
    @Nullable
    UserRef user(String name);
}
