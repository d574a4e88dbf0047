package dev.stationmaster.gateway.status;

import dev.stationmaster.gateway.broker.Brokers;

/// Whether a broker can be reached. That the process answers at all is its liveness.
public final class Readiness {
    private final Brokers brokers;

    public Readiness(Brokers brokers) {
        this.brokers = brokers;
    }

    public boolean isReady() {
        return brokers.internal().isConnected();
    }
}
