package dev.stationmaster.gateway.auth;

import dev.stationmaster.gateway.broker.BrokerLink;
import dev.stationmaster.gateway.station.Stations;

/// A user's connection to the brokers with what it has opened there.
public record Session(String username, BrokerLink link, Stations stations) {}
