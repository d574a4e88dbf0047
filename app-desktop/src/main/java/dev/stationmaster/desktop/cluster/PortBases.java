package dev.stationmaster.desktop.cluster;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// First ports as a user gave them, `client=6666,rest=4444,…`. Immutable.
public record PortBases(Map<PortKey, Integer> given) {
    public static final PortBases NONE = new PortBases(Map.of());

    public PortBases {
        given = Map.copyOf(given);
    }

    /// @throws ClusterException wrong usage, naming the key or value and what is allowed
    public static PortBases parse(String text) {
        Map<PortKey, Integer> bases = new EnumMap<>(PortKey.class);
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String word = equals < 0 ? part : part.substring(0, equals).strip();
            PortKey key = PortKey.of(word)
                    .orElseThrow(() -> ClusterException.wrongUsage("--port-base names '" + word
                            + "' (expected: key=port with key one of " + PortKey.words() + ")"));
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            if (bases.put(key, port(word, value)) != null) {
                throw ClusterException.wrongUsage("--port-base names " + word + " twice");
            }
        }
        return new PortBases(bases);
    }

    Optional<Integer> of(PortKey key) {
        return Optional.ofNullable(given.get(key));
    }

    /// As it is given: `client=6666,rest=4444`.
    @Override
    public String toString() {
        return given.entrySet().stream()
                .map(entry -> entry.getKey().word() + "=" + entry.getValue())
                .sorted()
                .collect(java.util.stream.Collectors.joining(","));
    }

    private static int port(String word, String value) {
        int port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        if (port < 1 || port > 65_535) {
            throw ClusterException.wrongUsage("--port-base " + word + "=" + value + " (expected: 1..65535)");
        }
        return port;
    }
}
