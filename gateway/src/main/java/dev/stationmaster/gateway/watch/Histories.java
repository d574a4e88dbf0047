package dev.stationmaster.gateway.watch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Rings of all stations and groups. What is gone is forgotten; beyond `RINGS_MAX` new ones get no history, so
/// that
/// memory stays bounded (about 15 MB at most). Written by the watch thread, read by any.
public final class Histories {
    private static final int RINGS_MAX = 4000;

    /// Whose figure a ring holds; `group` is empty for the station's own.
    private record Key(String station, String group, String figure) {}

    /// @param lag by group
    public record Span(
            long endSecond,
            List<@Nullable Double> in,
            List<@Nullable Double> out,
            Map<String, List<@Nullable Double>> lag) {}

    private final Map<Key, Ring> rings = new ConcurrentHashMap<>();

    void record(Picture picture) {
        long second = picture.sample().atMillis() / 1000;
        Set<Key> alive = new HashSet<>();
        for (StationFigures station : picture.stations()) {
            put(new Key(station.name(), "", "in"), second, station.inPerSecond(), alive);
            put(new Key(station.name(), "", "out"), second, station.outPerSecond(), alive);
            for (GroupFigures group : station.groups()) {
                put(new Key(station.name(), group.name(), "lag"), second, (double) group.lag(), alive);
            }
        }
        if (picture.sample().stations().isPresent()
                && picture.sample().missing().isEmpty()) {
            rings.keySet().retainAll(alive);
        }
    }

    private void put(Key key, long second, @Nullable Double value, Set<Key> alive) {
        alive.add(key);
        Ring ring = rings.get(key);
        if (ring == null && rings.size() < RINGS_MAX) {
            ring = new Ring();
            rings.put(key, ring);
        }
        if (ring != null) {
            ring.put(second, value == null ? Double.NaN : value);
        }
    }

    /// Slope of a group's lag over the last minute, in messages per second.
    public Optional<Double> trend(String station, String group) {
        return Optional.ofNullable(rings.get(new Key(station, group, "lag"))).map(ring -> ring.slope(60));
    }

    /// The last `seconds` of a station, without seconds before anything was recorded.
    public Span span(String station, List<String> groups, long endSecond, int seconds) {
        long from = endSecond - Math.min(seconds, Ring.SECONDS) + 1;
        Ring in = rings.get(new Key(station, "", "in"));
        from = in == null ? endSecond : Math.min(endSecond, Math.max(from, in.oldest()));
        Map<String, List<@Nullable Double>> lag = new LinkedHashMap<>();
        for (String group : groups) {
            lag.put(group, values(new Key(station, group, "lag"), from, endSecond));
        }
        return new Span(
                endSecond,
                values(new Key(station, "", "in"), from, endSecond),
                values(new Key(station, "", "out"), from, endSecond),
                lag);
    }

    private List<@Nullable Double> values(Key key, long from, long to) {
        Ring ring = rings.get(key);
        return ring == null ? new ArrayList<>() : ring.values(from, to);
    }
}
