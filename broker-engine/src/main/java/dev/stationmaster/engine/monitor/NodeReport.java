package dev.stationmaster.engine.monitor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What only the rooms behind the router know; given by `boot`. Thread-safe; called on virtual threads, may wait a
/// little. Values of maps are what JSON has: texts, numbers, booleans, lists and maps.
public interface NodeReport {
    /// Why this node is not healthy, as a sentence for `/healthz`; empty when it is.
    Optional<String> problem();

    /// `/varz`'s `jetstream` object: `config`, `stats`, in a cluster `meta`.
    Map<String, Object> jetStream();

    /// `/jsz` without `server_id` and `now`; empty when only the meta group's leader may answer and this is not it.
    Optional<Map<String, Object>> streams(StreamsQuery query);

    /// `/routez`'s `routes`: one entry for each connection with another node.
    List<Map<String, Object>> routes();

    /// `/varz`'s `cluster`; empty where the fixed members say all.
    default Map<String, Object> cluster() {
        return Map.of();
    }

    /// A node that is alone and has nothing to say yet.
    static NodeReport silent() {
        return new NodeReport() {
            @Override
            public Optional<String> problem() {
                return Optional.empty();
            }

            @Override
            public Map<String, Object> jetStream() {
                return Map.of();
            }

            @Override
            public Optional<Map<String, Object>> streams(StreamsQuery query) {
                return Optional.of(Map.of());
            }

            @Override
            public List<Map<String, Object>> routes() {
                return List.of();
            }
        };
    }
}
