package dev.stationmaster.engine.leaf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a broker's file says of leaf connections.
///
/// @param reconnect how long to wait before a remote is dialled again
public record LeafSettings(Optional<Listen> listen, List<Remote> remotes, Duration reconnect) {
    public static final LeafSettings NONE = new LeafSettings(Optional.empty(), List.of(), Duration.ofSeconds(1));

    public static final int PORT = 7422;

    public LeafSettings {
        remotes = List.copyOf(remotes);
    }

    /// Where others connect as leaves.
    ///
    /// @param port 0: any free one
    /// @param users who may; empty: whoever may connect as a client
    public record Listen(String host, int port, List<User> users) {
        public Listen {
            users = List.copyOf(users);
        }
    }

    /// @param name `""`: nobody has to log in
    /// @param account that the user's leaf joins, `""` for `$G`
    public record User(String name, String password, String account) {}

    /// A broker that this one joins as a leaf.
    ///
    /// @param addresses tried in turn
    /// @param account here that is joined, `""` for `$G`
    /// @param denyImports subjects that are not heard from there
    /// @param denyExports subjects that are not told there
    public record Remote(List<Address> addresses, String account, List<String> denyImports, List<String> denyExports) {
        public Remote {
            addresses = List.copyOf(addresses);
            denyImports = List.copyOf(denyImports);
            denyExports = List.copyOf(denyExports);
        }
    }

    /// @param user `""` for none
    public record Address(String host, int port, String user, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    public boolean isEmpty() {
        return listen.isEmpty() && remotes.isEmpty();
    }
}
