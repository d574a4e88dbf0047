package dev.stationmaster.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything one broker node is told at start. Read once in `boot`; the supervisor writes it as JSON, a bare broker
/// makes it from its flags.
///
/// @param node number of this node, 1..5
/// @param serverName what clients see in INFO
/// @param clusterName checked, with `secret`, when nodes link up
/// @param directory this node's data: `raft`, `streams`, `disk.json`
/// @param host address that every port binds to
/// @param members all nodes of the cluster, this one included; one for a bare broker
/// @param maxPayload bytes of headers and payload that a message may have
/// @param metadata empty for a bare broker, which has no stations
public record NodeConfig(
        int node,
        String serverName,
        String clusterName,
        String secret,
        Path directory,
        String host,
        Ports ports,
        List<Member> members,
        Sync sync,
        Duration syncInterval,
        int maxPayload,
        Access access,
        Optional<Metadata> metadata) {

    /// Port 0: any free one; -1: not served.
    public record Ports(int client, int websocket, int monitor, int cluster, int link) {}

    /// @param diskId id that the node's directory was formatted with; part of its Raft peer id
    public record Member(int node, String diskId, String host, int clientPort, int clusterPort, int linkPort) {}

    /// When a message counts as durable: flushed before the ack, or at an interval.
    public enum Sync {
        ALWAYS,
        INTERVAL
    }

    /// Who may connect. Users of a cluster come from the metadata; those here are a bare broker's own.
    ///
    /// @param internalUser name of the product's own connections, `""` when there are none
    /// @param token connection token, `""` for none
    public record Access(
            boolean clusterUsers, String internalUser, String internalPassword, String token, List<StaticUser> users) {}

    /// A user of a bare broker's configuration.
    ///
    /// @param nkey public key that stands for name and password, `""` for none
    public record StaticUser(String name, String password, String nkey, Rights rights) {}

    /// What a user may do with subjects; empty lists allow everything.
    ///
    /// @param responses how many answers to each request that a user receives, 0 for none
    /// @param responseTime how long
    public record Rights(
            List<String> publishAllow,
            List<String> publishDeny,
            List<String> subscribeAllow,
            List<String> subscribeDeny,
            int responses,
            Duration responseTime) {
        /// Everything.
        public static final Rights ALL = new Rights(List.of(), List.of(), List.of(), List.of(), 0, Duration.ZERO);
    }

    /// Where the metadata is: a PostgreSQL by URL.
    public record Metadata(String jdbcUrl, String user, String password) {}

    public NodeConfig {
        members = List.copyOf(members);
        if (members.stream().noneMatch(member -> member.node() == node)) {
            throw new IllegalArgumentException("node " + node + " is not among the members " + members);
        }
    }

    /// The same with its data in another folder.
    public NodeConfig in(Path folder) {
        return new NodeConfig(
                node,
                serverName,
                clusterName,
                secret,
                folder,
                host,
                ports,
                members,
                sync,
                syncInterval,
                maxPayload,
                access,
                metadata);
    }

    /// Whether this is one broker by itself: no stations, no metadata.
    public boolean isBare() {
        return metadata.isEmpty();
    }
}
