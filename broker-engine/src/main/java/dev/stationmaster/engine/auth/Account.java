package dev.stationmaster.engine.auth;

import java.util.List;

/// An account of a bare broker's configuration: its users share a space of subjects of their own.
///
/// @param limits of its streams
/// @param users names, or public keys, of its users
public record Account(
        String name,
        boolean jetstream,
        AccountLimits limits,
        List<String> users,
        List<Export> exports,
        List<Import> imports) {

    /// An account whose streams have no limits.
    public Account(String name, boolean jetstream, List<String> users, List<Export> exports, List<Import> imports) {
        this(name, jetstream, AccountLimits.NONE, users, exports, imports);
    }

    /// @param stream whether messages are offered, else a service that answers
    public record Export(boolean stream, String subject, List<String> accounts) {}

    /// @param subject as the exporting account calls it
    /// @param to as this account calls it
    public record Import(boolean stream, String account, String subject, String to) {}

    public Account {
        users = List.copyOf(users);
        exports = List.copyOf(exports);
        imports = List.copyOf(imports);
    }
}
