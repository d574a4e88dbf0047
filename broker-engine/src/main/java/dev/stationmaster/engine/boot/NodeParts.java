package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.router.SwitchBoard;
import java.util.concurrent.ScheduledExecutorService;

/// What the clients' side and the streams' side of a node both build on.
///
/// @param timer ends before anything is closed; what is scheduled later is dropped
record NodeParts(ClientTerms terms, SwitchBoard board, ScheduledExecutorService timer, LeafPart leafs) {}
