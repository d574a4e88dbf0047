package dev.stationmaster.desktop.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the railway map shows: producers, platforms (partitions) and consumer groups, in the order of their rows.
///
/// Rates are messages a second; null is unknown and drawn like a known idle line, but never written as 0.
public record RailwayPlan(List<Producer> producers, List<Platform> platforms, List<Group> groups) {
    public static final RailwayPlan EMPTY = new RailwayPlan(List.of(), List.of(), List.of());

    /// @param line what stands below the name, such as `2 connections · Go 1.3.2`
    public record Producer(
            String name, String line, @Nullable Double perSecond, boolean active) {}

    /// @param place where it lives, such as `node 2 · 3 copies`; `sound` is false when a copy is missing
    /// @param ticks where each group stands, in the order of [RailwayPlan#groups]
    public record Platform(
            int partition,
            String place,
            boolean sound,
            long firstSequence,
            long lastSequence,
            @Nullable Double perSecond,
            List<Tick> ticks) {
        public Platform {
            ticks = List.copyOf(ticks);
        }
    }

    /// The place of a group on a platform: everything at or below `settled` is done, up to `delivered` is in hand.
    public record Tick(int group, long settled, long delivered) {}

    /// @param members such as `3 members`
    /// @param headline such as `lag 42`
    /// @param line such as `oldest 0.1 s · steady`
    /// @param warned whether it needs someone to look
    public record Group(
            String name,
            String members,
            String headline,
            String line,
            @Nullable Double perSecond,
            boolean warned) {}

    public RailwayPlan {
        producers = List.copyOf(producers);
        platforms = List.copyOf(platforms);
        groups = List.copyOf(groups);
    }
}
