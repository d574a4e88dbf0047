package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.stream.StreamConfig;
import java.time.Duration;

/// Stream configurations with one setting changed.
final class Configs {
    private Configs() {}

    static StreamConfig withMaxAge(StreamConfig c, Duration age) {
        return new StreamConfig(
                c.name(),
                c.description(),
                c.subjects(),
                c.retention(),
                c.maxConsumers(),
                c.maxMessages(),
                c.maxBytes(),
                age.toNanos(),
                c.maxMessagesPerSubject(),
                c.maxMessageSize(),
                c.discard(),
                c.discardNewPerSubject(),
                c.storage(),
                c.replicas(),
                c.noAck(),
                c.duplicateWindowNanos(),
                c.compression(),
                c.firstSequence(),
                c.allowDirect(),
                c.sealed(),
                c.denyDelete(),
                c.denyPurge(),
                c.allowRollup(),
                c.republish(),
                c.transform(),
                c.mirror(),
                c.sources(),
                c.mirrorDirect(),
                c.placement(),
                c.consumerLimits(),
                c.metadata(),
                c.holdWithoutConsumersNanos(),
                c.exhaustedCountsAsAcked());
    }

    static StreamConfig withMaxBytes(StreamConfig c, long maxBytes) {
        return new StreamConfig(
                c.name(),
                c.description(),
                c.subjects(),
                c.retention(),
                c.maxConsumers(),
                c.maxMessages(),
                maxBytes,
                c.maxAgeNanos(),
                c.maxMessagesPerSubject(),
                c.maxMessageSize(),
                c.discard(),
                c.discardNewPerSubject(),
                c.storage(),
                c.replicas(),
                c.noAck(),
                c.duplicateWindowNanos(),
                c.compression(),
                c.firstSequence(),
                c.allowDirect(),
                c.sealed(),
                c.denyDelete(),
                c.denyPurge(),
                c.allowRollup(),
                c.republish(),
                c.transform(),
                c.mirror(),
                c.sources(),
                c.mirrorDirect(),
                c.placement(),
                c.consumerLimits(),
                c.metadata(),
                c.holdWithoutConsumersNanos(),
                c.exhaustedCountsAsAcked());
    }
}
