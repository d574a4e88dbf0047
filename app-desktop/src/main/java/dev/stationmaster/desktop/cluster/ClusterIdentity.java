package dev.stationmaster.desktop.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What makes a data directory this cluster and no other, stored once in `cluster.json`. Immutable.
///
/// @param diskIds of node 1, 2, …; part of each node's Raft peer id
public record ClusterIdentity(int version, String name, int nodes, String sync, List<String> diskIds) {
    private static final int VERSION = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    public ClusterIdentity {
        diskIds = List.copyOf(diskIds);
    }

    /// The stored one, or a new one where the directory was never used.
    static ClusterIdentity loadOrForm(ClusterOptions options) {
        DataDirectory data = options.data();
        ClusterIdentity stored =
                JsonFile.read(data.clusterFile(), ClusterIdentity.class).orElse(null);
        if (stored == null) {
            return form(options);
        }
        if (stored.version != VERSION) {
            throw ClusterException.failed(
                    "SM-DATA-VERSION",
                    "the data directory " + data + " is of version " + stored.version + " (expected: " + VERSION
                            + "); use the Stationmaster that made it");
        }
        int asked = options.nodes().orElse(stored.nodes);
        if (asked != stored.nodes) {
            throw ClusterException.failed(
                    "SM-NODE-COUNT",
                    "the cluster in " + data + " has " + stored.nodes + (stored.nodes == 1 ? " node" : " nodes")
                            + ", not " + asked + "; `stationmaster scale --nodes " + asked + "` changes that");
        }
        String sync = options.sync().orElse(stored.sync);
        ClusterIdentity identity = new ClusterIdentity(VERSION, stored.name, stored.nodes, sync, stored.diskIds);
        if (!identity.equals(stored)) {
            JsonFile.write(data.clusterFile(), identity);
        }
        return identity;
    }

    /// Formats the nodes' directories first and writes the identity last, so that an interrupted forming is repeated.
    private static ClusterIdentity form(ClusterOptions options) {
        int nodes = options.nodes().orElse(1);
        DataDirectory data = options.data();
        List<String> diskIds = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            if (Files.exists(data.node(node).resolve("raft"))) {
                throw ClusterException.failed(
                        "SM-DATA-IDENTITY",
                        data.node(node) + " holds messages, but " + data.clusterFile()
                                + " is missing; bring that file back, or use another data directory");
            }
            String diskId = randomHex(6);
            try {
                Files.createDirectories(data.node(node));
            } catch (IOException cause) {
                throw ClusterException.failed(
                        "SM-DATA", "cannot make " + data.node(node) + ": " + DataDirectory.reason(cause));
            }
            JsonFile.write(data.node(node).resolve("disk.json"), Map.of("diskId", diskId));
            diskIds.add(diskId);
        }
        ClusterIdentity identity = new ClusterIdentity(
                VERSION, "stationmaster-" + randomHex(4), nodes, options.sync().orElse("always"), diskIds);
        JsonFile.write(data.clusterFile(), identity);
        return identity;
    }

    static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
