package dev.stationmaster.engine.link;

import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.Batch;
import dev.stationmaster.engine.partition.BatchReply;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import java.util.List;

/// One frame between two nodes. Each has a number on the wire ([LinkCodec]); a node that gets an unknown one closes the
/// connection with a report, since the other side speaks another version.
sealed interface LinkFrame {
    /// What a connection carries.
    enum Lane {
        CORE,
        LOG,
        /// Only who answers is asked; used where nothing but an address is known.
        ASK
    }

    /// What this node knows of the frames: 1 is [Ping] and [Pong].
    int VERSION = 1;

    /// First, from the node that was dialled.
    ///
    /// @param version what it knows of the frames; 0 of a node that does not say so
    record Challenge(byte[] nonce, int version) implements LinkFrame {
        boolean knowsPings() {
            return version >= 1;
        }
    }

    /// Who dials; `proof` shows knowledge of the cluster's secret over both nonces.
    record Hello(String cluster, int node, Lane lane, byte[] nonce, byte[] proof) implements LinkFrame {}

    /// The dialled node's own proof. After it the dialling node sends.
    record Welcome(int node, byte[] proof) implements LinkFrame {}

    /// Why the connection is closed.
    record Refusal(String reason) implements LinkFrame {}

    /// Interest of the sending node; `reset` means that this is all of it. Count 0 takes the entry away.
    record Interest(boolean reset, List<Entry> entries) implements LinkFrame {
        record Entry(String pattern, String queue, int count) {}
    }

    /// A message for interest on the receiving node: all plain interest if `plain`, and one member of each queue.
    record Core(String routeSubject, boolean plain, List<String> queues, Message message) implements LinkFrame {}

    /// A numbered bundle of commands for the group's leader.
    record Commands(Batch batch) implements LinkFrame {}

    /// What became of it.
    record Outcomes(BatchReply reply) implements LinkFrame {}

    /// A request for the group's leader.
    record Request(GroupId group, GroupRequest request) implements LinkFrame {}

    /// Who leads a group, as the sending node knows; 0 for nobody.
    record Hint(GroupId group, long term, int leader) implements LinkFrame {}

    /// Index up to which the sending node has applied the meta group.
    record Applied(long metaIndex) implements LinkFrame {}

    /// As [Hello], of a broker that was told addresses instead of members.
    ///
    /// @param user whose password `proof` shows knowledge of, `""` for none
    record RouteHello(RouteCard card, String user, Lane lane, byte[] nonce, byte[] proof) implements LinkFrame {}

    /// As [Welcome], to a [RouteHello].
    record RouteWelcome(RouteCard card, byte[] proof) implements LinkFrame {}

    /// Asks for a sign of life; only from the node that dialled, to one that knows it.
    record Ping() implements LinkFrame {}

    /// The sign, from the node that was dialled.
    record Pong() implements LinkFrame {}

    /// What a broker with routes tells of the cluster.
    sealed interface News extends LinkFrame {}

    /// Brokers that the sending one is linked with.
    record Gossip(List<Known> brokers) implements News {
        record Known(String name, String host, int port) {}
    }

    /// Who is to form the cluster's streams, or did.
    ///
    /// @param complete whether the sending broker has met all that its routes name
    /// @param id of the formed cluster, `""` before
    record Assembly(boolean complete, String id, List<Seat> seats) implements News {}
}
