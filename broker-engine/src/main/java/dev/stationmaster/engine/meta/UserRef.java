package dev.stationmaster.engine.meta;

import java.util.List;

/// A user as the data path knows it: a copy from the metadata with a version. Immutable.
///
/// @param type `root`, `application` or `management`
/// @param passwordHash bcrypt
/// @param allowRead station patterns this user may consume from, empty: all
/// @param allowWrite station patterns this user may produce to and create, empty: all
public record UserRef(String name, String type, String passwordHash, List<String> allowRead, List<String> allowWrite) {
    public UserRef {
        allowRead = List.copyOf(allowRead);
        allowWrite = List.copyOf(allowWrite);
    }
}
