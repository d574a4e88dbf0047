package dev.stationmaster.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Tells the keys that are served from those that are not there yet, which is a problem, and unknown ones.
record KnownKeys(List<String> problems, List<String> warnings) {

    /// @param prefix path of the object, `users[0].`; `""` for the file itself
    void check(JsonNode object, String prefix, Set<String> served, Set<String> notServedYet) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            if (entry.getValue().isNull() || served.contains(key)) {
                continue;
            }
            if (notServedYet.contains(key)) {
                problems.add("'" + prefix + key + "' is not there yet; leave it out");
            } else {
                warnings.add("'" + prefix + key + "' is unknown and ignored");
            }
        }
    }
}
