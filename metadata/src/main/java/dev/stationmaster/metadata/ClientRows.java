package dev.stationmaster.metadata;

import java.util.List;

/// What the rows of producers and of consumers have in common. Station and client names are matched exactly.
///
/// @param <T> [Producer] or [ConsumerMember]
public interface ClientRows<T> {
    /// Adds a row; rows with the same name may exist.
    ///
    /// @return the row with its id
    T add(T row);

    /// Active ones first, then newest first.
    List<T> ofStation(String station, int limit);

    /// Of all stations, in the same order.
    List<T> all(int limit);

    /// Removes all rows with this station, name and connection.
    ///
    /// @return how many there were
    int remove(String station, String name, String connectionId);

    /// Marks all rows of a connection inactive.
    int deactivateConnection(String connectionId);

    /// Marks all rows of a connection active again, now held by this node: its client came back.
    int activateConnection(String connectionId, int node);

    /// Marks all rows of a broker node inactive: it was stopped, or it has just started.
    int deactivateNode(int node);

    int removeStation(String station);
}
