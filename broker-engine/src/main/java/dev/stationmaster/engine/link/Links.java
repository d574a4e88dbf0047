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
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    /// The rooms of streams on this node.
    private record Streams(int node, GroupHostSource groups, AppliedWatch applied) {}

    private final String host;
    private final int port;
    private final Membership members;
    private final RemoteRoutes routes;
    private final Receiver receiver = new Receiver();
    private final Duration beat;
    private final EventLoopGroup loop;

    /// By slot.
    private final Map<Integer, Peer> peers = new ConcurrentHashMap<>();

    /// Those that are there from the start.
    private final @Nullable Streams fixedStreams;

    /// Set when this node's groups are open; before, no connection of the log lane is made or taken.
    private volatile @Nullable Streams streams;

    private final Map<GroupId, LinkFrame.Hint> hints = new ConcurrentHashMap<>();
    private final LongAdder coreDropped = new LongAdder();

    /// Written by the meta group's loop, read when a link comes up.
    private volatile long appliedHere;

    private @Nullable Channel listener;

    /// What others dialled.
    private final ChannelGroup taken = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /// Gives the host of the groups once it exists; the two know each other.
    public interface GroupHostSource {
        GroupHost host();
    }

    /// Links between the fixed members of a cluster.
    public Links(NodeConfig config, GroupHostSource groups, RemoteRoutes routes, AppliedWatch applied) {
        this(config, groups, routes, applied, Heartbeat.EVERY);
    }

    /// @param beat how often another node is asked for a sign of life
    Links(NodeConfig config, GroupHostSource groups, RemoteRoutes routes, AppliedWatch applied, Duration beat) {
        this(
                config.host(),
                config.ports().link(),
                new FixedMembers(config),
                routes,
                new Streams(config.node(), groups, applied),
                beat);
    }

    /// Links that streams [#join] later, if at all.
    Links(String host, int port, Membership members, RemoteRoutes routes) {
        this(host, port, members, routes, null, Heartbeat.EVERY);
    }

    private Links(
            String host, int port, Membership members, RemoteRoutes routes, @Nullable Streams streams, Duration beat) {
        this.beat = beat;
        this.fixedStreams = streams;
        this.streams = streams;
        this.host = host;
        this.port = port;
        this.members = members;
        this.routes = routes;
        this.loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("link", true), NioIoHandler.newFactory());
    }

    /// Binds the link's port and dials the others. A taken port comes out as the `BindException` that binding threw.
    public void start() throws InterruptedException {
        Map<String, IncomingLink> current = new HashMap<>();
        Refusals refusals = new Refusals();
        Channel bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        taken.add(fresh);
                        Heartbeat heartbeat = new Heartbeat(beat);
                        fresh.pipeline()
                                .addLast("heartbeat", heartbeat)
                                .addLast("codec", new LinkCodec())
                                .addLast(
                                        "incoming",
                                        new IncomingLink(members, receiver, current, refusals, heartbeat, fresh));
                    }
                })
                .bind(host, port)
                .sync()
                .channel();
        listener = bound;
        loop.submit(() -> members.start(this, ((InetSocketAddress) bound.localAddress()).getPort()))
                .sync();
        routes.addListener(this);
        Streams fixed = fixedStreams;
        if (fixed != null) {
            join(fixed.node(), fixed.groups(), fixed.applied());
        }
    }

    /// This node's groups are open: from now on they talk with those of the others.
    public void join(int node, GroupHostSource groups, AppliedWatch applied) {
        streams = new Streams(node, groups, applied);
        groups.host().onLeaderChange(this::onOwnHint);
    }

    boolean isJoined() {
        return streams != null;
    }

    /// Dials another node, on both lanes.
    ///
    /// @param wanted asked before each attempt, by lane
    void open(
            int slot,
            OutgoingLink.Target target,
            Function<LinkFrame.Lane, Introduction> introductions,
            Predicate<LinkFrame.Lane> wanted) {
        Peer peer = new Peer(
                outgoing(slot, target, LinkFrame.Lane.CORE, introductions, wanted, CORE_BYTES_MAX),
                outgoing(slot, target, LinkFrame.Lane.LOG, introductions, wanted, LOG_BYTES_MAX));
        peers.put(slot, peer);
        peer.core().dial();
        peer.log().dial();
    }

    /// Asks whoever answers at an address who it is, again and again while wanted.
    void ask(
            OutgoingLink.Target target,
            Supplier<Introduction> introduction,
            BooleanSupplier wanted,
            Runnable onFailed) {
        new OutgoingLink(0, target, LinkFrame.Lane.ASK, introduction, wanted, receiver, loop, 0, beat, onFailed).dial();
    }

    private OutgoingLink outgoing(
            int slot,
            OutgoingLink.Target target,
            LinkFrame.Lane lane,
            Function<LinkFrame.Lane, Introduction> introductions,
            Predicate<LinkFrame.Lane> wanted,
            long bytesMax) {
        return new OutgoingLink(
                slot,
                target,
                lane,
                () -> introductions.apply(lane),
                () -> wanted.test(lane),
                receiver,
                loop,
                bytesMax,
                beat,
                () -> {});
    }

    void moved(int slot, OutgoingLink.Target to) {
        Peer peer = peers.get(slot);
        if (peer != null && !peer.core().target().equals(to)) {
            peer.core().moved(to);
            peer.log().moved(to);
        }
    }

    /// Ends this node's connections to another one for good.
    void forget(int slot) {
        Peer peer = peers.remove(slot);
        if (peer != null) {
            peer.core().close();
            peer.log().close();
        }
    }

    void tell(int slot, LinkFrame.News news) {
        Peer peer = peers.get(slot);
        if (peer != null) {
            peer.core().sendAlways(news);
        }
    }

    boolean isCoreUp(int slot) {
        Peer peer = peers.get(slot);
        return peer != null && peer.core().isUp();
    }

    /// Runs on the thread of all connections, again and again.
    void every(long millis, Runnable task) {
        loop.next().scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    /// Whether this node can send to the other one.
    public boolean isUp(int node) {
        Peer peer = peers.get(members.slot(node));
        return peer != null && peer.log().isUp() && peer.core().isUp();
    }

    /// Core messages dropped because another node did not take them in time.
    public long coreDropped() {
        return coreDropped.sum();
    }

    @Override
    public boolean sendBatch(int node, Batch batch) {
        Peer peer = peers.get(members.slot(node));
        return peer != null && peer.log().send(new LinkFrame.Commands(batch), batch.encodedLength());
    }

    @Override
    public boolean sendRequest(int node, GroupId group, GroupRequest request) {
        Peer peer = peers.get(members.slot(node));
        return peer != null
                && peer.log()
                        .send(
                                new LinkFrame.Request(group, request),
                                200 + request.message().size());
    }

    @Override
    public void send(int slot, String routeSubject, Message message, boolean plain, List<String> queues) {
        Peer peer = peers.get(slot);
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
        Streams own = streams;
        if (own != null) {
            own.applied().onApplied(own.node(), index);
        }
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
            open.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        taken.close();
        peers.values().forEach(peer -> {
            peer.core().close();
            peer.log().close();
        });
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private Streams streams() {
        Streams own = streams;
        if (own == null) {
            throw new IllegalStateException("this node's groups are not open yet");
        }
        return own;
    }

    private final class Receiver implements LinkReceiver {
        @Override
        public void onInterest(int slot, LinkFrame.Interest interest) {
            if (interest.reset()) {
                routes.dropNode(slot);
            }
            for (LinkFrame.Interest.Entry entry : interest.entries()) {
                routes.setRemoteInterest(slot, entry.pattern(), entry.queue(), entry.count());
            }
        }

        @Override
        public void onCore(int slot, LinkFrame.Core core) {
            routes.deliverFromRemote(core.routeSubject(), core.message(), core.plain(), core.queues());
        }

        @Override
        public void onBatch(int slot, Batch batch, Consumer<BatchReply> reply) {
            streams().groups().host().onBatch(members.node(slot), batch, reply);
        }

        @Override
        public void onBatchReply(int slot, BatchReply reply) {
            streams().groups().host().onBatchReply(members.node(slot), reply);
        }

        @Override
        public void onRequest(int slot, GroupId group, GroupRequest request) {
            streams().groups().host().onRequest(members.node(slot), group, request);
        }

        @Override
        public void onHint(int slot, LinkFrame.Hint hint) {
            streams().groups().host().onLeaderHint(hint.group(), hint.term(), hint.leader());
        }

        @Override
        public void onApplied(int slot, long metaIndex) {
            streams().applied().onApplied(members.node(slot), metaIndex);
        }

        @Override
        public void onUp(int slot, LinkFrame.Lane lane) {
            Peer peer = peers.get(slot);
            if (peer == null) {
                return;
            }
            OutgoingLink link = peer.lane(lane);
            if (lane == LinkFrame.Lane.CORE) {
                link.sendAlways(new LinkFrame.Interest(true, List.of()));
            }
            routes.localInterest((pattern, queue, count) -> link.sendAlways(interest(pattern, queue, count)));
            if (lane == LinkFrame.Lane.LOG) {
                tellGroups(link);
                streams().groups().host().onLinkUp(members.node(slot));
            }
            members.onOwnLink(slot, lane, true);
        }

        @Override
        public void onDown(int slot, LinkFrame.Lane lane) {
            if (lane == LinkFrame.Lane.LOG) {
                streams().groups().host().onLinkDown(members.node(slot));
            }
            members.onOwnLink(slot, lane, false);
        }

        @Override
        public void onHeard(int slot, LinkFrame.Lane lane) {
            Peer peer = peers.get(slot);
            if (peer != null && lane == LinkFrame.Lane.LOG && peer.log().isUp()) {
                // It forgot the leaders of this node when its own connection ended.
                tellGroups(peer.log());
            }
        }

        private void tellGroups(OutgoingLink link) {
            hints.values().forEach(link::sendAlways);
            link.sendAlways(new LinkFrame.Applied(appliedHere));
        }

        @Override
        public void onSilent(int slot, LinkFrame.Lane lane) {
            if (lane == LinkFrame.Lane.CORE) {
                routes.dropNode(slot);
            } else {
                streams().applied().onDown(members.node(slot));
            }
        }
    }
}
