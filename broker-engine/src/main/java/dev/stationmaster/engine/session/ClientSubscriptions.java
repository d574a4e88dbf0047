package dev.stationmaster.engine.session;

import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.router.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// The subscriptions of one client by sid. Changed on the session's event loop, read by reports.
final class ClientSubscriptions {
    private final Router router;
    private final ConcurrentHashMap<String, ClientSubscription> bySid = new ConcurrentHashMap<>(4);

    ClientSubscriptions(Router router) {
        this.router = router;
    }

    int size() {
        return bySid.size();
    }

    /// Adds one; a sid that is in use keeps what it has.
    void add(ClientSubscription subscription, SubjectSpace space) {
        if (bySid.putIfAbsent(subscription.sidText(), subscription) != null) {
            return;
        }
        String queue = subscription.queue();
        subscription.registered(
                space.isAlone()
                        ? List.of(router.subscribe(subscription.pattern(), queue, subscription))
                        : space.ears(subscription.pattern()).stream()
                                .map(ear -> router.subscribe(
                                        ear.pattern(), queue, new SpaceSubscriber(space, ear, subscription)))
                                .toList());
    }

    /// Ends one now, or after `max` deliveries since its beginning when that is above 0. Unknown ones are ignored.
    void unsubscribe(String sid, long max) {
        ClientSubscription subscription = bySid.get(sid);
        if (subscription != null && (max == 0 || subscription.limitTo(max))) {
            remove(subscription);
        }
    }

    void remove(ClientSubscription subscription) {
        if (bySid.remove(subscription.sidText(), subscription)) {
            unregister(subscription);
        }
    }

    void removeAll() {
        bySid.values().forEach(this::unregister);
        bySid.clear();
    }

    List<SessionReport.Subscribed> reports() {
        List<SessionReport.Subscribed> reports = new ArrayList<>();
        for (ClientSubscription each : bySid.values()) {
            reports.add(new SessionReport.Subscribed(
                    each.pattern(), each.queue(), each.sidText(), each.delivered(), each.max()));
        }
        return reports;
    }

    private void unregister(ClientSubscription subscription) {
        subscription.registrations().forEach(router::unsubscribe);
    }
}
