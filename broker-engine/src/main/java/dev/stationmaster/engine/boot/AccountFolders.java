package dev.stationmaster.engine.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// Where a bare broker keeps what belongs to each account. What was kept before there were several accounts belongs to
/// the first one that asked, which the file `account` names from then on; others have folders below `accounts`.
record AccountFolders(Path store, String owner) {
    private static final String OWNER = "account";

    /// @param accounts that keep streams, in the file's order
    static AccountFolders of(Path store, List<String> accounts) throws IOException {
        Path named = store.resolve(OWNER);
        if (Files.exists(named)) {
            return new AccountFolders(store, Files.readString(named));
        }
        if (accounts.size() > 1) {
            Files.createDirectories(store);
            Files.writeString(named, accounts.getFirst());
        }
        return new AccountFolders(store, accounts.isEmpty() ? "" : accounts.getFirst());
    }

    Path of(String account) {
        return account.equals(owner) ? store : store.resolve("accounts").resolve(folder(account));
    }

    /// The name, where it is one for every file system; else its bytes in hexadecimal digits.
    private static String folder(String account) {
        return account.matches("[A-Za-z0-9_-]{1,60}")
                ? account
                : "x." + HexFormat.of().formatHex(account.getBytes(StandardCharsets.UTF_8));
    }
}
