package dev.stationmaster.engine.link;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.Batch;
import dev.stationmaster.engine.partition.BatchReply;
import dev.stationmaster.engine.partition.BatchTransport;
import dev.stationmaster.engine.partition.GroupHost;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.InterestListener;
import dev.stationmaster.engine.router.RemoteDelivery;
import dev.stationmaster.engine.router.RemoteRoutes;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// This node's links to all others: carries core messages for the switchboard, batches and requests for the groups, and
/// tells the others this node's interest, the leaders it knows and how far it has applied the meta group.
///
/// Interest travels on both lanes. On the core lane it keeps its order with core messages; on the log lane it arrives
/// before a request whose answer needs it. Counts are absolute, so hearing one twice changes nothing.
/// Thread-safe; one event loop of its own runs all connections.
public final class Links implements BatchTransport, RemoteDelivery, InterestListener, AutoCloseable {
    /// Core messages that wait for a slow node before the next ones are dropped.
    private static final long CORE_BYTES_MAX = 64L << 20;

    /// Beyond this, requests and batches are refused, and their senders wait.
    private static final long LOG_BYTES_MAX = 256L << 20;

    private record Peer(OutgoingLink core, OutgoingLink log) {
        OutgoingLink lane(LinkFrame.Lane lane) {
            return lane == LinkFrame.Lane.CORE ? core : log;
        }
    }

    private final NodeConfig config;
    private final GroupHostSource groups;
    private final RemoteRoutes routes;
    private final AppliedWatch applied;
    private final EventLoopGroup loop;
    private final Map<Integer, Peer> peers = new HashMap<>();
    private final Map<GroupId, LinkFrame.Hint> hints = new ConcurrentHashMap<>();
    private final LongAdder coreDropped = new LongAdder();

    /// Written by the meta group's loop, read when a link comes up.
    private volatile long appliedHere;

    private @Nullable Channel listener;

    /// Gives the host of the groups once it exists; the two know each other.
    public interface GroupHostSource {
        GroupHost host();
    }

    public Links(NodeConfig config, GroupHostSource groups, RemoteRoutes routes, AppliedWatch applied) {
        this.config = config;
        this.groups = groups;
        this.routes = routes;
        this.applied = applied;
        this.loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("link", true), NioIoHandler.newFactory());
    }

    /// Binds the link's port and dials every other node. A taken port comes out as the `BindException` that binding
    /// threw.
    public void start() throws InterruptedException {
        Receiver receiver = new Receiver();
        Map<String, IncomingLink> current = new HashMap<>();
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline()
                                .addLast("codec", new LinkCodec())
                                .addLast("incoming", new IncomingLink(config, receiver, current, fresh));
                    }
                })
                .bind(config.host(), config.ports().link())
                .sync()
                .channel();
        for (NodeConfig.Member member : config.members()) {
            if (member.node() != config.node()) {
                peers.put(
                        member.node(),
                        new Peer(
                                new OutgoingLink(config, member, LinkFrame.Lane.CORE, receiver, loop, CORE_BYTES_MAX),
                                new OutgoingLink(config, member, LinkFrame.Lane.LOG, receiver, loop, LOG_BYTES_MAX)));
            }
        }
        routes.addListener(this);
        groups.host().onLeaderChange(this::onOwnHint);
        peers.values().forEach(peer -> {
            peer.core().dial();
            peer.log().dial();
        });
    }

    /// Whether this node can send to the other one.
    public boolean isUp(int node) {
        Peer peer = peers.get(node);
        return peer != null && peer.log().isUp() && peer.core().isUp();
    }

    /// Core messages dropped because another node did not take them in time.
    public long coreDropped() {
        return coreDropped.sum();
    }

    @Override
    public boolean sendBatch(int node, Batch batch) {
        Peer peer = peers.get(node);
        return peer != null && peer.log().send(new LinkFrame.Commands(batch), batch.encodedLength());
    }

    @Override
    public boolean sendRequest(int node, GroupId group, GroupRequest request) {
        Peer peer = peers.get(node);
        return peer != null
                && peer.log()
                        .send(
                                new LinkFrame.Request(group, request),
                                200 + request.message().size());
    }

    @Override
    public void send(int node, String routeSubject, Message message, boolean plain, List<String> queues) {
        Peer peer = peers.get(node);
        LinkFrame frame = new LinkFrame.Core(routeSubject, plain, queues, message);
        if (peer == null || !peer.core().send(frame, 200 + message.size())) {
            coreDropped.increment();
        }
    }

    @Override
    public void onLocalInterest(String pattern, String queue, int count) {
        LinkFrame frame = interest(pattern, queue, count);
        peers.values().forEach(peer -> {
            peer.core().sendAlways(frame);
            peer.log().sendAlways(frame);
        });
    }

    /// This node has applied the meta group up to here.
    public void onAppliedHere(long index) {
        appliedHere = index;
        applied.onApplied(config.node(), index);
        peers.values().forEach(peer -> peer.log().sendAlways(new LinkFrame.Applied(index)));
    }

    private void onOwnHint(GroupId group, long term, int leader) {
        LinkFrame.Hint hint = new LinkFrame.Hint(group, term, leader);
        hints.put(group, hint);
        peers.values().forEach(peer -> peer.log().sendAlways(hint));
    }

    private static LinkFrame interest(String pattern, String queue, int count) {
        return new LinkFrame.Interest(false, List.of(new LinkFrame.Interest.Entry(pattern, queue, count)));
    }

    @Override
    public void close() {
        Channel open = listener;
        if (open != null) {
            open.close();
        }
        peers.values().forEach(peer -> {
            peer.core().close();
            peer.log().close();
        });
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private final class Receiver implements LinkReceiver {
        @Override
        public void onInterest(int node, LinkFrame.Interest interest) {
            if (interest.reset()) {
                routes.dropNode(node);
            }
            for (LinkFrame.Interest.Entry entry : interest.entries()) {
                routes.setRemoteInterest(node, entry.pattern(), entry.queue(), entry.count());
            }
        }

        @Override
        public void onCore(int node, LinkFrame.Core core) {
            routes.deliverFromRemote(core.routeSubject(), core.message(), core.plain(), core.queues());
        }

        @Override
        public void onBatch(int node, Batch batch, Consumer<BatchReply> reply) {
            groups.host().onBatch(node, batch, reply);
        }

        @Override
        public void onBatchReply(int node, BatchReply reply) {
            groups.host().onBatchReply(node, reply);
        }

        @Override
        public void onRequest(int node, GroupId group, GroupRequest request) {
            groups.host().onRequest(node, group, request);
        }

        @Override
        public void onHint(int node, LinkFrame.Hint hint) {
            groups.host().onLeaderHint(hint.group(), hint.term(), hint.leader());
        }

        @Override
        public void onApplied(int node, long metaIndex) {
            applied.onApplied(node, metaIndex);
        }

        @Override
        public void onUp(int node, LinkFrame.Lane lane) {
            Peer peer = peers.get(node);
            if (peer == null) {
                return;
            }
            OutgoingLink link = peer.lane(lane);
            if (lane == LinkFrame.Lane.CORE) {
                link.sendAlways(new LinkFrame.Interest(true, List.of()));
            }
            routes.localInterest((pattern, queue, count) -> link.sendAlways(interest(pattern, queue, count)));
            if (lane == LinkFrame.Lane.LOG) {
                hints.values().forEach(link::sendAlways);
                link.sendAlways(new LinkFrame.Applied(appliedHere));
                groups.host().onLinkUp(node);
            }
        }

        @Override
        public void onDown(int node, LinkFrame.Lane lane) {
            if (lane == LinkFrame.Lane.LOG) {
                groups.host().onLinkDown(node);
            }
        }

        @Override
        public void onSilent(int node, LinkFrame.Lane lane) {
            if (lane == LinkFrame.Lane.CORE) {
                routes.dropNode(node);
            } else {
                applied.onDown(node);
            }
        }
    }
}
