package dev.stationmaster.engine.replication.ratis;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.ReplicationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;

/// Names that nodes and groups have in Raft. A peer is a node with its disk; a group's id can be made only by who
/// knows the cluster's secret. Immutable.
final class RaftNames {
    private final String clusterName;
    private final String secret;
    private final Map<Integer, RaftPeer> peers = new HashMap<>();
    private final Map<RaftPeerId, Integer> nodes = new HashMap<>();

    RaftNames(NodeConfig config) {
        this.clusterName = config.clusterName();
        this.secret = config.secret();
        for (NodeConfig.Member member : config.members()) {
            RaftPeerId id = RaftPeerId.valueOf("n" + member.node() + "-" + member.diskId());
            RaftPeer peer = RaftPeer.newBuilder()
                    .setId(id)
                    .setAddress(hostAndPort(member.host(), member.clusterPort()))
                    .build();
            peers.put(member.node(), peer);
            nodes.put(id, member.node());
        }
    }

    RaftPeer peer(int node) {
        RaftPeer peer = peers.get(node);
        if (peer == null) {
            throw new IllegalArgumentException("node " + node + " is not among the members " + peers.keySet());
        }
        return peer;
    }

    List<RaftPeer> peers() {
        return List.copyOf(peers.values());
    }

    /// Number of the node, 0 when it is none of ours.
    int node(@Nullable RaftPeerId id) {
        return id == null ? 0 : nodes.getOrDefault(id, 0);
    }

    RaftGroup group(GroupId group, List<Integer> members) {
        return RaftGroup.valueOf(
                groupId(group), members.stream().map(this::peer).toList());
    }

    RaftGroupId groupId(GroupId group) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of("stationmaster group", clusterName, secret, group.name())) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return RaftGroupId.valueOf(new UUID(hash.getLong(), hash.getLong()));
        } catch (NoSuchAlgorithmException e) {
            throw new ReplicationException("this JDK has no SHA-256", e);
        }
    }

    private static String hostAndPort(String host, int port) {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
