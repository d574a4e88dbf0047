package dev.stationmaster.engine.link;

import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.router.SwitchBoard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three brokers, of which two have a route to the first only.
class ForgottenBrokersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Broker first;
    private Broker second;
    private Broker third;

    @BeforeEach
    void start() throws InterruptedException {
        first = new Broker("first", List.of());
        RouteSettings.Target toFirst =
                new RouteSettings.Target("127.0.0.1", first.routes.own().port(), "", "");
        second = new Broker("second", List.of(toFirst));
        third = new Broker("third", List.of(toFirst));
        awaitAll();
    }

    @AfterEach
    void close() {
        first.links.close();
        second.links.close();
        third.links.close();
    }

    @Test
    void twoThatHaveForgottenEachOtherMeetAgain() {
        second.seen.clear();
        third.seen.clear();
        second.links.execute(() -> second.routes.forget("third"));
        third.links.execute(() -> third.routes.forget("second"));
        await().atMost(PATIENCE).until(() -> second.seen.contains(1) && third.seen.contains(1));
        awaitAll();
    }

    private void awaitAll() {
        await().atMost(PATIENCE)
                .until(() -> List.of(first, second, third).stream().allMatch(broker -> broker.linked == 2));
    }

    private static final class Broker {
        final Routes routes;
        final Links links;

        volatile int linked;

        /// How many were linked, each time that it changed.
        final Queue<Integer> seen = new ConcurrentLinkedQueue<>();

        Broker(String name, List<RouteSettings.Target> to) throws InterruptedException {
            RouteSettings settings =
                    new RouteSettings("c", "127.0.0.1", 0, "", 0, false, "", "", to, OptionalInt.empty());
            RouteCard card = new RouteCard(name, "N" + name, "c", true, "", 0, List.of(), false, "d" + name, 0);
            Formation formation = new Formation(card, "", Optional.empty(), formed -> {});
            routes = new Routes(settings, card, formation, others -> {
                linked = others.size();
                seen.add(linked);
            });
            links = new Links("127.0.0.1", 0, routes, new SwitchBoard());
            links.start();
        }
    }
}
