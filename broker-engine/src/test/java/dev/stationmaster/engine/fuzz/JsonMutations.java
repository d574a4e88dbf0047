package dev.stationmaster.engine.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Spoils JSON: mostly so that it stays JSON with something else in it, at times byte by byte.
public final class JsonMutations {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\"fuzz.>\"",
            "\"..\"",
            "\"a b\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\">\"",
            "\"*\"",
            "\"workqueue\"",
            "\"interest\"",
            "\"new\"",
            "\"last_per_subject\"",
            "\"none\"",
            "\"all\"",
            "\"memory\"",
            "\"2020-01-01T00:00:00Z\"",
            "\"9999999999-01-01T00:00:00Z\"",
            "0",
            "-1",
            "1",
            "3",
            "2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551616",
            "1e400",
            "1.5",
            "[]",
            "{}",
            "[null]",
            "[\"\",\"\"]",
            "[[]]",
            "{\"a\":{\"a\":1}}");

    private final Random random;
    private final Mutations bytes;

    public JsonMutations(Random random) {
        this.random = random;
        this.bytes = new Mutations(random);
    }

    public byte[] spoil(String sound) {
        if (sound.isEmpty() || random.nextInt(6) == 0) {
            return bytes.spoil(Mutations.bytes(sound));
        }
        if (random.nextInt(30) == 0) {
            return nested();
        }
        JsonNode tree = JSON.readTree(sound);
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            spoil(tree);
        }
        String text = tree.toString();
        return Mutations.bytes(random.nextInt(10) == 0 ? twice(text) : text);
    }

    private void spoil(JsonNode tree) {
        List<JsonNode> places = new ArrayList<>();
        gather(tree, places);
        if (places.isEmpty()) {
            return;
        }
        JsonNode place = places.get(random.nextInt(places.size()));
        JsonNode value = value();
        if (place instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>(object.propertyNames());
            if (keys.isEmpty() || random.nextInt(10) == 0) {
                object.set("unknown", value);
                return;
            }
            String key = keys.get(random.nextInt(keys.size()));
            if (random.nextInt(4) == 0) {
                object.remove(key);
            } else {
                object.set(key, value);
            }
        } else if (place instanceof ArrayNode array) {
            array.add(value);
        }
    }

    private static void gather(JsonNode node, List<JsonNode> places) {
        if (node.isContainer()) {
            places.add(node);
            node.forEach(child -> gather(child, places));
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(20)) {
            case 0 -> JsonNodeFactory.instance.stringNode("x".repeat(random.nextInt(5_000)));
            case 1 -> JsonNodeFactory.instance.numberNode(random.nextLong());
            case 2 -> JsonNodeFactory.instance.numberNode(random.nextInt(10));
            default -> JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        };
    }

    /// The first key once more, with another value.
    private String twice(String object) {
        int colon = object.indexOf(':');
        return colon < 0
                ? object
                : "{" + object.substring(1, colon + 1) + VALUES.get(random.nextInt(VALUES.size())) + ","
                        + object.substring(1);
    }

    private byte[] nested() {
        int depth = 1 + random.nextInt(20_000);
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        return Mutations.bytes("{\"name\":\"FUZZ\",\"config\":" + open.repeat(depth));
    }
}
