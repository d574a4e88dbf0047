package dev.stationmaster.engine.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How brokers with JetStream become the members of a cluster, once and for good.
///
/// Each tells the others whom it has met. When a broker has met all that its routes name, and all whom it has met say
/// the same, these are the members, numbered in the order of their names; it writes them down and tells them too. A
/// broker that hears of a formed cluster with itself in it takes that over. One that comes later, under a new name or
/// with another disk, is refused. Should a broker come and go in the very moment in which two overlapping sets agree,
/// both may form; their ids differ, so they have no Raft group in common, and it is reported.
///
/// Confined to the link's event loop, but for [#node] and [#name].
final class Formation {
    static final int MEMBERS_MAX = 5;
    private static final Logger log = LoggerFactory.getLogger(Formation.class);

    private final Consumer<Formed> onFormed;
    private final String password;
    private final Map<String, LinkFrame.Assembly> heard = new HashMap<>();
    private List<Seat> met = List.of();
    private boolean complete;
    private String complained = "";
    private RouteCard own;
    private Consumer<LinkFrame.News> tellAll = news -> {};

    /// Members by number; empty before. Written on the event loop.
    private volatile List<Seat> seats;

    private volatile String id;

    /// @param before what was formed in an earlier run
    /// @param onFormed called once, unless it was formed before
    Formation(RouteCard own, String password, Optional<Formed> before, Consumer<Formed> onFormed) {
        this.own = own;
        this.password = password;
        this.onFormed = onFormed;
        this.seats = before.map(Formed::seats).orElse(List.of());
        this.id = before.map(Formed::id).orElse("");
    }

    void start(RouteCard card, Consumer<LinkFrame.News> told) {
        own = card;
        tellAll = told;
    }

    boolean isFormed() {
        return !seats.isEmpty();
    }

    /// Why that broker can be no member.
    Optional<String> problem(RouteCard card) {
        if (!isFormed() || seats.stream().anyMatch(seat -> seat.isOf(card.name(), card.diskId()))) {
            return Optional.empty();
        }
        String members = names(seats);
        return Optional.of(
                seats.stream().anyMatch(seat -> seat.name().equals(card.name()))
                        ? "broker '" + card.name() + "' comes with store '" + card.diskId()
                                + "', but cluster '" + own.cluster() + "' was formed with '"
                                + seats.stream()
                                        .filter(seat -> seat.name().equals(card.name()))
                                        .findFirst()
                                        .orElseThrow()
                                        .diskId()
                                + "': bring its store back"
                        : "broker '" + card.name() + "' is none of the members of cluster '" + own.cluster()
                                + "', which are " + members + "; members with JetStream cannot be added yet");
    }

    private static String names(List<Seat> seats) {
        return String.join(
                ", ", seats.stream().map(seat -> "'" + seat.name() + "'").toList());
    }

    LinkFrame.Assembly told() {
        return isFormed() ? new LinkFrame.Assembly(true, id, seats) : new LinkFrame.Assembly(complete, "", numbered());
    }

    private List<Seat> numbered() {
        List<Seat> all = new ArrayList<>(met);
        all.add(new Seat(0, own.name(), own.diskId(), own.host(), own.raftPort()));
        all.sort(Comparator.comparing(Seat::name));
        List<Seat> numbered = new ArrayList<>();
        for (Seat seat : all) {
            numbered.add(new Seat(numbered.size() + 1, seat.name(), seat.diskId(), seat.host(), seat.raftPort()));
        }
        return numbered;
    }

    void heard(String from, LinkFrame.Assembly assembly) {
        if (isFormed() && !assembly.id().isEmpty() && !assembly.id().equals(id)) {
            complain("cluster '" + own.cluster() + "' was formed by " + names(seats) + ", but broker '" + from
                    + "' is of one formed by " + names(assembly.seats()) + "; empty the store of one of them");
        }
        heard.put(from, assembly);
    }

    void forget(String name) {
        heard.remove(name);
    }

    /// @param all whether everybody that the routes name was met
    /// @param others who is linked now, without this broker
    void assemble(boolean all, List<Seat> others) {
        if (isFormed()) {
            return;
        }
        boolean news = all != complete || !same(others, met);
        complete = all;
        met = others;
        if (news) {
            tellAll.accept(told());
        }
        for (LinkFrame.Assembly assembly : heard.values()) {
            if (!assembly.id().isEmpty()) {
                takeOver(assembly);
                return;
            }
        }
        List<Seat> planned = numbered();
        if (complete
                && others.stream().allMatch(seat -> agrees(heard.get(seat.name()), planned))
                && isPossible(planned)) {
            form(new Formed(id(planned), planned));
        }
    }

    private static boolean agrees(LinkFrame.@Nullable Assembly told, List<Seat> planned) {
        return told != null && told.complete() && same(told.seats(), planned);
    }

    private static boolean same(List<Seat> one, List<Seat> other) {
        return keys(one).equals(keys(other));
    }

    private static List<String> keys(List<Seat> seats) {
        return seats.stream()
                .map(seat -> seat.name() + " " + seat.diskId())
                .sorted()
                .toList();
    }

    private boolean isPossible(List<Seat> planned) {
        if (planned.size() > MEMBERS_MAX) {
            complain("cluster '" + own.cluster() + "' with JetStream has " + planned.size() + " brokers, "
                    + names(planned) + ", but can have 1 to " + MEMBERS_MAX);
        }
        return planned.size() <= MEMBERS_MAX;
    }

    private void takeOver(LinkFrame.Assembly formed) {
        if (formed.seats().stream().anyMatch(seat -> seat.isOf(own.name(), own.diskId()))) {
            form(new Formed(formed.id(), formed.seats()));
        } else {
            complain("cluster '" + own.cluster() + "' was formed by " + names(formed.seats()) + ", without broker '"
                    + own.name() + "' with store '" + own.diskId()
                    + "'; name all brokers in 'cluster.routes' of each before the first start");
        }
    }

    private void complain(String what) {
        if (!what.equals(complained)) {
            complained = what;
            log.error("{}", what);
        }
    }

    private void form(Formed formed) {
        List<Seat> dialled = new ArrayList<>();
        for (Seat seat : formed.seats()) {
            dialled.add(met.stream()
                    .filter(known -> known.isOf(seat.name(), seat.diskId()))
                    .findFirst()
                    .map(known -> new Seat(seat.node(), seat.name(), seat.diskId(), known.host(), known.raftPort()))
                    .orElse(seat));
        }
        id = formed.id();
        seats = List.copyOf(dialled);
        log.info("cluster '{}' is formed by {}", own.cluster(), names(dialled));
        onFormed.accept(new Formed(id, dialled));
        tellAll.accept(told());
    }

    /// The same on all brokers, and unknown to who knows neither their stores nor the password.
    private String id(List<Seat> planned) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("cluster:" + own.cluster() + ":" + password).getBytes(StandardCharsets.UTF_8));
            keys(planned).forEach(key -> digest.update((":" + key).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /// Number of the broker of that name, 0 for none.
    int node(String name) {
        for (Seat seat : seats) {
            if (seat.name().equals(name)) {
                return seat.node();
            }
        }
        return 0;
    }

    /// `""` for none.
    String name(int node) {
        for (Seat seat : seats) {
            if (seat.node() == node) {
                return seat.name();
            }
        }
        return "";
    }
}
