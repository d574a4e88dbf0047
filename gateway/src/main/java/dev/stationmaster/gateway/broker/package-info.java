/// Port to the brokers, and its one implementation on the NATS Java client, which stays inside this package.
///
/// The gateway is a client like any other: it connects to any node, follows to another when that one dies,
/// publishes
/// to the subject of a partition and waits for the stream's ack, and pulls from durable consumers.
@NullMarked
package dev.stationmaster.gateway.broker;

import org.jspecify.annotations.NullMarked;
