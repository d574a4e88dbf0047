package dev.stationmaster.metadata;

import java.util.List;

/// Station patterns of a user that has a role: `*` is any run of characters. What no allow pattern matches is
/// forbidden;
/// deny wins over allow. Immutable.
public record Permissions(
        List<String> allowRead, List<String> allowWrite, List<String> denyRead, List<String> denyWrite) {
    public Permissions {
        allowRead = List.copyOf(allowRead);
        allowWrite = List.copyOf(allowWrite);
        denyRead = List.copyOf(denyRead);
        denyWrite = List.copyOf(denyWrite);
    }
}
