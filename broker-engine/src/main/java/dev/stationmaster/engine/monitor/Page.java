package dev.stationmaster.engine.monitor;

import java.util.Map;

/// Makes the answer of one path. Thread-safe.
@FunctionalInterface
interface Page {
    Answer answer(Query query);

    /// @param json fields in their order
    record Answer(int status, Map<String, Object> json) {
        static Answer ok(Map<String, Object> json) {
            return new Answer(200, json);
        }
    }
}
