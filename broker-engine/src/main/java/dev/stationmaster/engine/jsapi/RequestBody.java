package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamErrors;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request's JSON object, read as Go would: keys in any case, unknown keys ignored, missing and null ones "zero",
/// and a value of the wrong type an error of the whole request. Immutable.
public final class RequestBody {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final RequestBody EMPTY = new RequestBody(new TreeMap<>());

    private final TreeMap<String, JsonNode> fields;

    private RequestBody(TreeMap<String, JsonNode> fields) {
        this.fields = fields;
    }

    /// Reads an object; an empty payload is an empty object.
    ///
    /// @throws ApiRefusal `invalid JSON`
    public static RequestBody parse(byte[] payload) {
        if (payload.length == 0) {
            return EMPTY;
        }
        try {
            JsonNode node = JSON.readTree(payload);
            return node.isNull() ? EMPTY : of(node);
        } catch (JacksonException e) {
            throw invalid();
        }
    }

    /// Whether calls that take no arguments may go on: without a payload, or with an object that has no members at all.
    /// As the real server: blanks and `null` are not empty.
    public static boolean isEmpty(byte[] payload) {
        if (payload.length == 0) {
            return true;
        }
        try {
            JsonNode node = JSON.readTree(payload);
            return node.isObject() && node.isEmpty();
        } catch (JacksonException e) {
            return false; // what cannot be read is not empty
        }
    }

    private static RequestBody of(JsonNode node) {
        if (!node.isObject()) {
            throw invalid();
        }
        TreeMap<String, JsonNode> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue());
            }
        }
        return new RequestBody(fields);
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public String string(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return "";
        }
        if (!node.isString()) {
            throw invalid();
        }
        return node.stringValue();
    }

    /// Text, or a number as its digits: for the few fields that clients write both ways.
    public String text(String name) {
        JsonNode node = fields.get(name);
        return node == null ? "" : node.isNumber() ? node.asString() : string(name);
    }

    public boolean flag(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return false;
        }
        if (!node.isBoolean()) {
            throw invalid();
        }
        return node.booleanValue();
    }

    public long number(String name, long missing) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return missing;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw invalid();
        }
        return node.longValue();
    }

    /// A sequence or an amount that Go keeps in 64 bits without a sign: 0 when missing, an error when negative, and the
    /// highest of ours when it is above that.
    public long unsigned(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return 0;
        }
        BigInteger value = node.isIntegralNumber() ? node.bigIntegerValue() : BigInteger.valueOf(-1);
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw invalid();
        }
        return node.canConvertToLong() ? node.longValue() : Long.MAX_VALUE;
    }

    public int count(String name, int missing) {
        long value = number(name, missing);
        if (value != (int) value) {
            throw invalid();
        }
        return (int) value;
    }

    /// An amount that Go keeps in 64 bits where we keep 32: the nearest of ours.
    public int clamped(String name) {
        return Math.clamp(number(name, 0), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// Nanoseconds since 1970, 0 when missing.
    public long time(String name) {
        String text = string(name);
        try {
            return text.isEmpty() ? 0 : ApiTimes.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid();
        }
    }

    public List<String> strings(String name) {
        List<String> values = new ArrayList<>();
        for (JsonNode item : items(name)) {
            if (!item.isString()) {
                throw invalid();
            }
            values.add(item.stringValue());
        }
        return values;
    }

    public List<Long> numbers(String name) {
        List<Long> values = new ArrayList<>();
        for (JsonNode item : items(name)) {
            if (!item.isIntegralNumber() || !item.canConvertToLong()) {
                throw invalid();
            }
            values.add(item.longValue());
        }
        return values;
    }

    private Iterable<JsonNode> items(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw invalid();
        }
        return node;
    }

    public int size(String name) {
        int size = 0;
        for (JsonNode ignored : items(name)) {
            size++;
        }
        return size;
    }

    public Map<String, String> texts(String name) {
        RequestBody object = object(name);
        Map<String, String> values = new TreeMap<>();
        if (object != null) {
            for (String key : object.fields.keySet()) {
                values.put(key, object.string(key));
            }
        }
        return values;
    }

    public List<RequestBody> objects(String name) {
        List<RequestBody> values = new ArrayList<>();
        for (JsonNode item : items(name)) {
            values.add(of(item));
        }
        return values;
    }

    public @Nullable RequestBody object(String name) {
        JsonNode node = fields.get(name);
        return node == null ? null : of(node);
    }

    /// One of the allowed words; `missing` when absent or empty.
    public String word(String name, String missing, Set<String> allowed) {
        String value = string(name);
        if (value.isEmpty()) {
            return missing;
        }
        if (!allowed.contains(value)) {
            throw invalid();
        }
        return value;
    }

    /// What one of the allowed words stands for; `missing` when absent or empty.
    public <T> T choice(String name, T missing, Map<String, T> allowed) {
        String value = string(name);
        if (value.isEmpty()) {
            return missing;
        }
        T chosen = allowed.get(value);
        if (chosen == null) {
            throw invalid();
        }
        return chosen;
    }

    private static ApiRefusal invalid() {
        return new ApiRefusal(JetStreamErrors.INVALID_JSON);
    }
}
