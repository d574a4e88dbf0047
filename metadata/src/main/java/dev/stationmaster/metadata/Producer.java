package dev.stationmaster.metadata;

/// A producer's row: one for each connection and name.
///
/// @param id given by the store, 0 before
public record Producer(long id, Client client) {
    public static Producer of(Client client) {
        return new Producer(0, client);
    }
}
