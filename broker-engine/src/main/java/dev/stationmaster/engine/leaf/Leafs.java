package dev.stationmaster.engine.leaf;

import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.auth.Credentials;
import dev.stationmaster.engine.auth.Permissions;
import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.auth.Verdict;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.net.EventLoops;
import dev.stationmaster.engine.net.Listener;
import dev.stationmaster.engine.router.InterestListener;
import dev.stationmaster.engine.router.RemoteDelivery;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.router.SwitchBoard;
import dev.stationmaster.engine.session.Nonce;
import dev.stationmaster.engine.subject.SubjectPattern;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All leaf connections of this broker. The router knows them by numbers, like other nodes; here they are told what
/// clients, rooms and other leaves of their account want to hear. Thread-safe.
public final class Leafs implements RemoteDelivery, InterestListener, AutoCloseable {
    /// So many connections at once, dialled ones included.
    public static final int MOST = SwitchBoard.LAST_LEAF - SwitchBoard.FIRST_LEAF + 1;

    private static final Logger LOG = LoggerFactory.getLogger(Leafs.class);
    private static final String LOOP = "$LDS.";
    private static final long FIRST_MILLIS = 2_000;

    private final LeafSettings settings;
    private final LeafWords words;
    private final int node;
    private final SwitchBoard board;
    private final Authenticator authenticator;
    private final Function<String, Optional<SubjectSpace>> accounts;
    private final Offers offers;
    private final EventLoops loops;
    private final StreamSink streams;
    private final Map<Integer, LeafSession> joined = new ConcurrentHashMap<>();
    private final Map<String, String> loopProbes = new ConcurrentHashMap<>();
    private final List<LeafDialler> diallers = new ArrayList<>();
    /// Bit n: number n is taken.
    private final AtomicLong taken = new AtomicLong();

    private volatile int port = -1;
    private final List<Listener> listeners = new ArrayList<>();

    /// What this broker itself serves to an account: subjects of its streams and of their API.
    @FunctionalInterface
    public interface Offers {
        Set<String> of(SubjectSpace space);
    }

    /// Who this broker is.
    ///
    /// @param domain of JetStream, `""` for none
    public record Identity(
            int node, String serverId, String serverName, String domain, boolean jetstream, int maxPayload) {}

    /// @param authenticator decides where the listener has no users of its own
    /// @param accounts subjects by name of the account
    /// @param streams asked only whether to be read more slowly
    public Leafs(
            LeafSettings settings,
            Identity self,
            SwitchBoard board,
            Authenticator authenticator,
            Function<String, Optional<SubjectSpace>> accounts,
            Offers offers,
            StreamSink streams,
            EventLoops loops) {
        this.settings = settings;
        this.node = self.node();
        this.words =
                new LeafWords(self.serverId(), self.serverName(), self.domain(), self.jetstream(), self.maxPayload());
        this.board = board;
        this.authenticator = authenticator;
        this.accounts = accounts;
        this.offers = offers;
        this.streams = streams;
        this.loops = loops;
    }

    /// Accepts and dials from now on. Returns when the first attempt with each remote has succeeded or failed, after
    /// two seconds at most: clients find there at once what they may expect.
    public void start() throws InterruptedException {
        board.joinLeafs(this);
        board.addListener(this);
        settings.listen().ifPresent(this::listen);
        for (LeafSettings.Remote remote : settings.remotes()) {
            SubjectSpace space = account(remote.account());
            LeafDialler dialler = new LeafDialler(this, remote, space, settings.reconnect(), loops);
            diallers.add(dialler);
            dialler.dial();
        }
        for (LeafDialler dialler : diallers) {
            if (!dialler.awaitTried(FIRST_MILLIS)) {
                return;
            }
        }
    }

    private SubjectSpace account(String name) {
        return accounts.apply(name.isEmpty() ? "$G" : name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "account '" + name + "' of leaf connections is not among the accounts"));
    }

    private void listen(LeafSettings.Listen listen) {
        listen.users().forEach(user -> account(user.account()));
        Listener listener = new Listener("leaf connections", loops, new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast("leaf", new AcceptedLeaf(Leafs.this, takeNumber(), listen, port));
            }
        });
        listener.bind(listen.host(), listen.port());
        port = listener.port();
        listeners.add(listener);
        listener.start();
        LOG.info("serving leaf connections on {}:{}", listen.host(), port);
    }

    /// -1 when none is served.
    public int port() {
        return port;
    }

    /// What this broker serves has changed. Any thread.
    public void refresh() {
        joined.values().forEach(this::offer);
    }

    private void offer(LeafSession session) {
        SubjectSpace space = session.space();
        LeafInterest interest = session.interest();
        if (space != null && interest != null) {
            Set<String> patterns = new HashSet<>(offers.of(space));
            patterns.addAll(space.importedServices());
            interest.offer(patterns);
        }
    }

    LeafWords words() {
        return words;
    }

    StreamSink streams() {
        return streams;
    }

    ClientIdentity identity(String user, String peer) {
        return new ClientIdentity(0, node, user, peer, "", false, false);
    }

    /// 0 when all are taken.
    int takeNumber() {
        while (true) {
            long now = taken.get();
            int number = SwitchBoard.FIRST_LEAF;
            while (number <= SwitchBoard.LAST_LEAF && (now & 1L << number) != 0) {
                number++;
            }
            if (number > SwitchBoard.LAST_LEAF) {
                return 0;
            }
            if (taken.compareAndSet(now, now | 1L << number)) {
                return number;
            }
        }
    }

    void giveBack(int number) {
        if (number != 0) {
            taken.updateAndGet(now -> now & ~(1L << number));
        }
    }

    void authenticate(Credentials shown, Consumer<Verdict> done) {
        List<LeafSettings.User> users =
                settings.listen().map(LeafSettings.Listen::users).orElse(List.of());
        if (users.isEmpty()) {
            authenticator.authenticate(shown, done);
            return;
        }
        for (LeafSettings.User user : users) {
            if (user.name().isEmpty()
                    || (user.name().equals(shown.user()) && same(user.password(), shown.password()))) {
                done.accept(new Verdict.Granted(user.name(), Permissions.ALL, false, account(user.account())));
                return;
            }
        }
        done.accept(new Verdict.Denied("wrong user or password of a leaf"));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /// The subject by which a message that went around in a circle would be known.
    String loopProbe(SubjectSpace space) {
        return loopProbes.computeIfAbsent(space.prefix(), prefix -> LOOP + Nonce.next());
    }

    /// A server that comes back may not have noticed that its connection before is gone.
    void endOlder(LeafSession session, String peer, SubjectSpace space) {
        for (LeafSession other : joined.values()) {
            if (other.number != session.number
                    && other.isAccepted()
                    && other.peer().equals(peer)
                    && space.equals(other.space())) {
                other.put(LeafFrames.error("Duplicate Remote LeafNode Connection"));
                other.end("the same server has connected again");
            }
        }
    }

    void join(LeafSession session) {
        SubjectSpace space = session.space();
        LeafInterest interest = session.interest();
        if (space == null || interest == null) {
            return;
        }
        joined.put(session.number, session);
        interest.set(this, loopProbe(space), "", 1);
        offer(session);
        board.localInterest((pattern, queue, count) -> tell(session, pattern, queue, count));
        for (LeafSession other : joined.values()) {
            if (hears(session, other)) {
                other.executeOnLoop(() -> {
                    if (other.equals(joined.get(other.number))) {
                        other.theirs()
                                .forEach((heard, count) -> interest.set(other, heard.pattern(), heard.queue(), count));
                    }
                });
            }
        }
    }

    void leave(LeafSession session) {
        if (!joined.remove(session.number, session)) {
            return;
        }
        board.dropNode(session.number);
        for (LeafSession other : joined.values()) {
            LeafInterest interest = other.interest();
            if (interest != null) {
                interest.drop(session);
            }
        }
    }

    /// The other side of a connection wants to hear something, or no more when the count is 0.
    void hear(LeafSession session, LeafSession.Heard heard, int count) {
        SubjectSpace space = session.space();
        if (space == null) {
            return;
        }
        board.setRemoteInterest(session.number, space.prefix() + heard.pattern(), heard.queue(), count);
        for (LeafSession other : joined.values()) {
            LeafInterest interest = other.interest();
            if (interest != null && hears(other, session)) {
                interest.set(session, heard.pattern(), heard.queue(), count);
            }
        }
    }

    /// Whether what one connection wants to hear is asked for on this one: two brokers that this one is a leaf of are
    /// not joined by it.
    private static boolean hears(LeafSession asked, LeafSession wanting) {
        SubjectSpace space = asked.space();
        return asked.number != wanting.number
                && space != null
                && space.equals(wanting.space())
                && (asked.isAccepted() || wanting.isAccepted());
    }

    void publish(LeafSession session, String route, Message message, List<String> queues, ClientIdentity from) {
        board.publishFromLeaf(session.number, route, message, queues, from);
    }

    @Override
    public void send(int number, String route, Message message, boolean plain, List<String> queues) {
        LeafSession session = joined.get(number);
        if (session != null) {
            session.send(route, message, queues);
        }
    }

    @Override
    public void onLocalInterest(String pattern, String queue, int count) {
        for (LeafSession session : joined.values()) {
            tell(session, pattern, queue, count);
        }
    }

    private static void tell(LeafSession session, String pattern, String queue, int count) {
        SubjectSpace space = session.space();
        LeafInterest interest = session.interest();
        if (space == null || interest == null) {
            return;
        }
        String prefix = space.prefix();
        boolean apart = pattern.charAt(0) == SubjectPattern.APART;
        if (prefix.isEmpty() ? !apart : pattern.startsWith(prefix)) {
            interest.set(session, pattern.substring(prefix.length()), queue, count);
        }
    }

    @Override
    public void close() {
        diallers.forEach(LeafDialler::close);
        listeners.forEach(Listener::close);
        joined.values().forEach(session -> session.end("this broker ends"));
    }
}
