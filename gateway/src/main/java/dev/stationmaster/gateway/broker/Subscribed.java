package dev.stationmaster.gateway.broker;

/// A subscription that lasts until it is closed or its link is.
public interface Subscribed extends AutoCloseable {
    @Override
    void close();
}
