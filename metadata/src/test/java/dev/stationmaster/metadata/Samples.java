package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Records that tests start from.
final class Samples {
    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private Samples() {}

    static Station station(String name, String createdBy) {
        return new Station(
                7,
                name,
                "bytes",
                5_000_000_000L,
                "file",
                3,
                4,
                120_000,
                true,
                false,
                "",
                "",
                0,
                false,
                createdBy,
                NOON,
                NOON);
    }

    static Client client(String station, String name, String connection, int node, boolean active, Instant at) {
        return new Client(
                station, name, ClientType.APPLICATION, connection, "app", "go", 4, node, active, List.of(1, 3), at, at);
    }

    static ConsumerMember member(String group, Client client) {
        return new ConsumerMember(0, client, group, 30_000, 10, 3_000_000_000L, -1);
    }

    static NewDeadLetter poison(String station, long sequence, String group, String reason, Instant at) {
        return new NewDeadLetter(
                station,
                2,
                5_000_000_000L,
                sequence,
                DeadLetter.Kind.POISON,
                group,
                reason,
                10,
                "cam",
                Map.of("k", "v"),
                new byte[] {0, 1, -1},
                at,
                at);
    }

    static NewDeadLetter refusal(String station, String reason, Instant at) {
        return new NewDeadLetter(
                station, 1, 0, 0, DeadLetter.Kind.SCHEMA, "", reason, 0, "cam", Map.of(), new byte[0], at, at);
    }
}
