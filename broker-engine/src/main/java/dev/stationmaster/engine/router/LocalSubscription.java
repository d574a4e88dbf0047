package dev.stationmaster.engine.router;

/// One subscription of this node. Identity counts: the same subscriber may hold several of the same pattern.
final class LocalSubscription implements Subscription {
    private final String pattern;
    private final String queue;
    private final Subscriber subscriber;

    LocalSubscription(String pattern, String queue, Subscriber subscriber) {
        this.pattern = pattern;
        this.queue = queue;
        this.subscriber = subscriber;
    }

    @Override
    public String pattern() {
        return pattern;
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public Subscriber subscriber() {
        return subscriber;
    }

    /// Whether a message of this client may go here.
    boolean takesFrom(long publisherId) {
        return publisherId == 0 || subscriber.wantsEcho() || subscriber.clientId() != publisherId;
    }
}
