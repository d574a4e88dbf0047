package dev.stationmaster.metadata.postgres;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Message headers as JSON text. PostgreSQL's text has no NUL, so one in a header is stored as U+FFFD.
final class Headers {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Headers() {}

    static String toJson(Map<String, String> headers) {
        return JSON.writeValueAsString(headers).replace("\\u0000", "\\ufffd");
    }

    /// In the order that they were written in.
    static Map<String, String> fromJson(String json) {
        return Collections.unmodifiableMap(JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {}));
    }
}
