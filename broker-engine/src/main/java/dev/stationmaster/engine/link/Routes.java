package dev.stationmaster.engine.link;

import dev.stationmaster.engine.link.LinkFrame.Lane;
import dev.stationmaster.engine.link.RouteSettings.Target;
import dev.stationmaster.engine.router.SwitchBoard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The brokers that this one is linked with, found through the addresses in its configuration: who is met there tells
/// of the others, who are dialled too. One that is away for [#FORGOTTEN_MILLIS] is forgotten, unless it comes back by
/// itself or is found again at a configured address.
///
/// Each has a slot of its own here; with streams, [Formation] gives all of them numbers that everybody agrees upon.
final class Routes implements Membership {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);
    private static final long LOOK_MILLIS = 250;
    private static final long FORGOTTEN_MILLIS = 10_000;

    /// Two that were cut off from each other, and have forgotten each other, are brought together by a third.
    private static final long GOSSIP_MILLIS = 2_000;
    private static final long SETTLE_MILLIS = 20;
    /// Leaf connections have the numbers above.
    private static final int SLOTS_MAX = SwitchBoard.FIRST_LEAF - 1;

    /// A broker that was met, or that another one told of.
    private static final class Broker {
        final String name;
        final int slot;
        final Target address;

        @Nullable
        RouteCard card;

        boolean theirCore;
        long lostMillis;

        Broker(String name, int slot, Target address) {
            this.name = name;
            this.slot = slot;
            this.address = address;
        }
    }

    private final RouteSettings settings;
    private final Formation formation;
    private final RouteIntroductions introductions;
    private final Consumer<List<RouteCard>> onChange;
    private final Map<String, Broker> brokers = new HashMap<>();

    /// Who was found behind each configured route, this broker itself included.
    private final Map<Target, String> found = new HashMap<>();

    /// Routes where nobody was found at first.
    private final Set<Target> tried = new HashSet<>();

    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private int settledTicks;

    /// Read by other threads.
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    private volatile RouteCard own;
    private @Nullable Links links;

    /// @param onChange hears, on the link's thread, who is linked now, as soon as one comes or goes
    Routes(RouteSettings settings, RouteCard own, Formation formation, Consumer<List<RouteCard>> onChange) {
        this.settings = settings;
        this.own = own;
        this.formation = formation;
        this.introductions = new RouteIntroductions(settings, () -> this.own);
        this.onChange = onChange;
    }

    /// Before the start.
    void tellClients(List<String> urls) {
        own = own.servedAt(urls);
    }

    RouteCard own() {
        return own;
    }

    @Override
    public void start(Links made, int port) {
        links = made;
        boolean told = settings.advertisePort() > 0;
        own = own.at(
                !settings.advertiseHost().isEmpty()
                        ? settings.advertiseHost()
                        : isAnywhere(settings.host()) ? "" : settings.host(),
                told ? settings.advertisePort() : port);
        for (Target route : settings.routes()) {
            made.ask(
                    new OutgoingLink.Target("route " + route, route.host(), route.port()),
                    () -> introductions.dial(route, Lane.ASK, card -> onFound(route, card)),
                    () -> !isFound(route),
                    () -> tried.add(route));
        }
        formation.start(own, this::tellAll);
        assemble();
        made.every(LOOK_MILLIS, this::look);
        made.every(GOSSIP_MILLIS, () -> tellAll(gossip()));
        made.every(SETTLE_MILLIS, this::settle);
    }

    static boolean isAnywhere(String host) {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    private Links links() {
        Links open = links;
        if (open == null) {
            throw new IllegalStateException("the link is not started yet");
        }
        return open;
    }

    private boolean isFound(Target route) {
        String name = found.get(route);
        if (name == null) {
            return false;
        }
        Broker broker = brokers.get(name);
        return name.equals(own.name()) || (broker != null && links().isCoreUp(broker.slot));
    }

    private Optional<String> onFound(Target route, RouteCard card) {
        if (card.serverId().equals(own.serverId())) {
            found.put(route, own.name());
            assemble();
            return Optional.empty();
        }
        Optional<String> wrong = problem(card);
        if (wrong.isPresent()) {
            return wrong;
        }
        found.put(route, card.name());
        met(card, route);
        assemble();
        return Optional.empty();
    }

    /// What stands against a link with that broker.
    private Optional<String> problem(RouteCard card) {
        adoptCluster(card);
        if (!card.cluster().equals(own.cluster()) && card.clusterGiven() && own.clusterGiven()) {
            return Optional.of("cluster name '" + card.cluster() + "' of broker '" + card.name() + "' is not '"
                    + own.cluster() + "' as of broker '" + own.name() + "'");
        }
        if (card.name().equals(own.name()) || isDuplicate(card)) {
            return Optional.of(
                    "server name '" + card.name() + "' is used by two brokers of cluster '" + own.cluster() + "'");
        }
        if (card.jetstream() != own.jetstream()) {
            RouteCard with = own.jetstream() ? own : card;
            RouteCard without = own.jetstream() ? card : own;
            return Optional.of("broker '" + with.name() + "' has JetStream and broker '" + without.name()
                    + "' has not; in one cluster all have it or none");
        }
        return own.jetstream() ? formation.problem(card) : Optional.empty();
    }

    private boolean isDuplicate(RouteCard card) {
        Broker broker = brokers.get(card.name());
        RouteCard known = broker == null ? null : broker.card;
        return known != null
                && !known.serverId().equals(card.serverId())
                && !known.diskId().equals(card.diskId())
                && broker != null
                && (broker.theirCore || links().isCoreUp(broker.slot));
    }

    /// A broker without a configured cluster name takes that of the other side, or the lower of two that were made up.
    private void adoptCluster(RouteCard card) {
        boolean better = card.clusterGiven() || card.cluster().compareTo(own.cluster()) < 0;
        if (!own.clusterGiven() && better && !own.cluster().equals(card.cluster())) {
            own = own.inCluster(card.cluster());
            changed();
        }
    }

    private Broker met(RouteCard card, Target address) {
        Broker broker = brokers.get(card.name());
        if (broker == null) {
            broker = open(card.name(), address);
        } else {
            links().moved(broker.slot, target(card.name(), address));
        }
        broker.card = card;
        return broker;
    }

    private static OutgoingLink.Target target(String name, Target address) {
        return new OutgoingLink.Target("broker " + name, address.host(), address.port());
    }

    private Broker open(String name, Target address) {
        int slot = 1;
        while (names.containsKey(slot)) {
            slot++;
        }
        if (slot > SLOTS_MAX) {
            throw new IllegalStateException("a cluster has at most " + (SLOTS_MAX + 1) + " brokers");
        }
        Broker broker = new Broker(name, slot, address);
        brokers.put(name, broker);
        names.put(slot, name);
        links().open(
                        slot,
                        target(name, address),
                        lane -> introductions.dial(broker.address, lane, card -> onAnswer(broker, card)),
                        lane -> lane == Lane.CORE || (links().isJoined() && own.jetstream()));
        return broker;
    }

    private Optional<String> onAnswer(Broker broker, RouteCard card) {
        if (!card.name().equals(broker.name)) {
            return Optional.of("broker '" + card.name() + "' is there now, not '" + broker.name + "'");
        }
        Optional<String> wrong = problem(card);
        if (wrong.isEmpty()) {
            broker.card = card;
        }
        return wrong;
    }

    @Override
    public Admission admit(LinkFrame frame, byte[] challenge, String remoteHost) {
        if (!(frame instanceof LinkFrame.RouteHello hello)) {
            return Admission.refused("this is a broker with routes: it takes brokers of its cluster, not "
                    + frame.getClass().getSimpleName());
        }
        RouteCard card = hello.card();
        if (!introductions.knowsPassword(hello, challenge)) {
            return Admission.refused("broker '" + card.name() + "' does not know the password that 'cluster"
                    + ".authorization' of broker '" + own.name() + "' wants; it came as user '" + hello.user() + "'");
        }
        boolean self = card.serverId().equals(own.serverId());
        if (!self) {
            Optional<String> wrong = problem(card);
            if (wrong.isPresent()) {
                return Admission.refused(wrong.get());
            }
            if (hello.lane() == Lane.LOG && !links().isJoined()) {
                return Admission.notYet("broker '" + own.name() + "' has not opened its streams yet");
            }
        }
        LinkFrame welcome = introductions.welcome(hello, challenge);
        if (self || hello.lane() == Lane.ASK) {
            return Admission.taken(0, hello.lane(), welcome);
        }
        String host = card.host().isEmpty() ? remoteHost : card.host();
        Broker broker = met(card, new Target(host, card.port(), "", ""));
        return Admission.taken(broker.slot, hello.lane(), welcome);
    }

    @Override
    public void onTheirLink(int slot, Lane lane, boolean up) {
        Broker broker = brokers.get(names.getOrDefault(slot, ""));
        if (broker != null && lane == Lane.CORE) {
            broker.theirCore = up;
        }
    }

    @Override
    public void onOwnLink(int slot, Lane lane, boolean up) {
        if (lane != Lane.CORE) {
            return;
        }
        changed();
        if (up) {
            links().tell(slot, gossip());
            links().tell(slot, formation.told());
        } else {
            formation.forget(names.getOrDefault(slot, ""));
        }
        assemble();
    }

    private void changed() {
        onChange.accept(linked().stream().map(broker -> broker.card).toList());
        tellAll(gossip());
    }

    private List<Broker> linked() {
        return brokers.values().stream()
                .filter(broker -> broker.card != null && links().isCoreUp(broker.slot))
                .toList();
    }

    private LinkFrame.Gossip gossip() {
        return new LinkFrame.Gossip(linked().stream()
                .map(broker -> new LinkFrame.Gossip.Known(broker.name, broker.address.host(), broker.address.port()))
                .toList());
    }

    private void tellAll(LinkFrame.News news) {
        names.keySet().forEach(slot -> links().tell(slot, news));
    }

    @Override
    public void onNews(int slot, LinkFrame.News news) {
        switch (news) {
            case LinkFrame.Gossip(List<LinkFrame.Gossip.Known> known) -> {
                for (LinkFrame.Gossip.Known other : known) {
                    if (!other.name().equals(own.name()) && !brokers.containsKey(other.name())) {
                        open(other.name(), new Target(other.host(), other.port(), "", ""));
                    }
                }
            }
            case LinkFrame.Assembly assembly -> {
                formation.heard(names.getOrDefault(slot, ""), assembly);
                assemble();
            }
        }
    }

    /// Whom the streams of this cluster are kept by, as far as this broker knows.
    private void assemble() {
        if (!own.jetstream()) {
            return;
        }
        List<Seat> seats = new ArrayList<>();
        for (Broker broker : linked()) {
            RouteCard card = broker.card;
            if (card != null) {
                seats.add(new Seat(0, card.name(), card.diskId(), broker.address.host(), card.raftPort()));
            }
        }
        formation.assemble(settings.routes().stream().allMatch(this::isFound), seats);
    }

    /// Completes when those who were there at the start are linked, both ways.
    CompletableFuture<Void> settled() {
        return settled;
    }

    private void settle() {
        if (settled.isDone()) {
            return;
        }
        boolean all = settings.routes().stream().allMatch(route -> tried.contains(route) || isFound(route))
                && brokers.values().stream().allMatch(broker -> broker.theirCore && links().isCoreUp(broker.slot));
        settledTicks = all ? settledTicks + 1 : 0;
        if (settledTicks == 2) {
            settled.complete(null);
        }
    }

    private void look() {
        long now = System.nanoTime() / 1_000_000;
        for (Broker broker : List.copyOf(brokers.values())) {
            if (broker.theirCore || links().isCoreUp(broker.slot)) {
                broker.lostMillis = now;
            } else if (broker.lostMillis == 0) {
                broker.lostMillis = now;
            } else if (now - broker.lostMillis > FORGOTTEN_MILLIS) {
                log.info("[broker {}] forgotten after {} s", broker.name, FORGOTTEN_MILLIS / 1_000);
                forget(broker.name);
            }
        }
    }

    /// On the link's thread.
    void forget(String name) {
        Broker broker = brokers.remove(name);
        if (broker != null) {
            links().forget(broker.slot);
            names.remove(broker.slot);
        }
    }

    @Override
    public int node(int slot) {
        String name = names.get(slot);
        return name == null ? 0 : formation.node(name);
    }

    @Override
    public int slot(int node) {
        String name = formation.name(node);
        for (Map.Entry<Integer, String> each : names.entrySet()) {
            if (each.getValue().equals(name)) {
                return each.getKey();
            }
        }
        return 0;
    }
}
