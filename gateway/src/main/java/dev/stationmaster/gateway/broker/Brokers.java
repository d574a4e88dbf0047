package dev.stationmaster.gateway.broker;

/// The brokers of the cluster. Thread-safe.
public interface Brokers extends AutoCloseable {

    /// The product's own connection. It reconnects for ever; while it is down its calls are refused.
    BrokerLink internal();

    /// Opens a connection as a user of the cluster; the brokers decide whether he may.
    ///
    /// @throws BrokerException `LOGIN_REFUSED` for wrong credentials, `UNAVAILABLE` when no broker answers
    BrokerLink login(Credentials credentials);

    /// Bytes of headers and payload that a message may have, as the brokers last said.
    int maxPayload();

    @Override
    void close();
}
