package dev.stationmaster.engine.session;

import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.time.Ticker;
import dev.stationmaster.engine.time.WallClock;

/// What every session of a node needs; one for all of them.
///
/// @param node this node's number
/// @param streams asked only whether publishers should be read more slowly
public record SessionServices(
        int node,
        Router router,
        StreamSink streams,
        Authenticator authenticator,
        SessionLimits limits,
        NodeCounters counters,
        SessionRegistry registry,
        SessionListener listener,
        StallWatch stalls,
        Ticker ticker,
        WallClock clock) {}
