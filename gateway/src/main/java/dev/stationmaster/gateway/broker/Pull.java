package dev.stationmaster.gateway.broker;

import java.time.Duration;

/// One pull request to the durable consumer of one partition.
///
/// @param bytesMax bound of what comes back; at least one largest message
/// @param expires how long to wait for the first message; zero takes what is there and returns at once
public record Pull(String stream, String durable, int batch, long bytesMax, Duration expires) {}
