package dev.stationmaster.metadata;

/// A member of a consumer group: one row for each connection and name.
///
/// @param id given by the store, 0 before
/// @param group external name of the consumer group
/// @param startSequence where the group began, 0 for "not asked"
/// @param lastMessages how many of the last messages the group began with, -1 for all
public record ConsumerMember(
        long id,
        Client client,
        String group,
        long maxAckTimeMillis,
        int maxDeliveries,
        long startSequence,
        long lastMessages) {

    public ConsumerMember withId(long newId) {
        return new ConsumerMember(newId, client, group, maxAckTimeMillis, maxDeliveries, startSequence, lastMessages);
    }

    public ConsumerMember withClient(Client newClient) {
        return new ConsumerMember(id, newClient, group, maxAckTimeMillis, maxDeliveries, startSequence, lastMessages);
    }
}
