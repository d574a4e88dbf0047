package dev.stationmaster.engine.schema;

import java.util.ArrayDeque;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks a schema's text by its type, with the texts that SDKs show. Pure.
public final class SchemaSyntax {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> AVRO_TYPES = Set.of(
            "null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "enum", "array", "map",
            "fixed", "error");

    private SchemaSyntax() {}

    /// @return why it is refused, `""` when it is fine
    public static String problem(String type, String content) {
        if (content.isBlank()) {
            return "your schema content is invalid";
        }
        return switch (type) {
            case "json" -> json(content);
            case "avro" -> avro(content);
            case "graphql" -> graphql(content);
            case "protobuf" -> "your Proto file is invalid: protobuf schemas are not supported yet";
            default -> "schema type can be one of the following protobuf/json/graphql/avro";
        };
    }

    private static String json(String content) {
        try {
            JsonNode schema = JSON.readTree(content);
            return schema.isObject() || schema.isBoolean() ? "" : "your json schema is invalid";
        } catch (JacksonException e) {
            return "your json schema is invalid";
        }
    }

    private static String avro(String content) {
        try {
            String problem = avroType(JSON.readTree(content), false);
            return problem.isEmpty() ? "" : "your Avro file is invalid: " + problem;
        } catch (JacksonException e) {
            return "your Avro file is invalid: it is no JSON";
        }
    }

    /// @param named whether a bare word may be the name of a type defined elsewhere
    private static String avroType(JsonNode type, boolean named) {
        if (type.isString()) {
            return named || AVRO_TYPES.contains(type.stringValue()) ? "" : "unknown type name: " + type.stringValue();
        }
        if (type.isArray()) {
            for (JsonNode branch : type) {
                String problem = avroType(branch, true);
                if (!problem.isEmpty()) {
                    return problem;
                }
            }
            return "";
        }
        JsonNode kind = type.path("type");
        if (kind.isMissingNode()) {
            return "missing type";
        }
        if (!kind.isString()) {
            return avroType(kind, true);
        }
        return switch (kind.stringValue()) {
            case "record", "error" -> record(type);
            case "enum" -> type.path("symbols").isArray() ? "" : "enum without symbols";
            case "array" -> type.has("items") ? avroType(type.get("items"), true) : "array without items";
            case "map" -> type.has("values") ? avroType(type.get("values"), true) : "map without values";
            case "fixed" -> type.path("size").isIntegralNumber() ? "" : "fixed without size";
            default -> "";
        };
    }

    private static String record(JsonNode type) {
        if (!type.path("name").isString()) {
            return "record without name";
        }
        if (!type.path("fields").isArray()) {
            return "record without fields";
        }
        for (JsonNode field : type.get("fields")) {
            if (!field.path("name").isString() || !field.has("type")) {
                return "field of record " + type.get("name").stringValue() + " without name or type";
            }
            String problem = avroType(field.get("type"), true);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        return "";
    }

    /// GraphQL: a definition with balanced brackets. Everything beyond is left to the clients' parsers.
    private static String graphql(String content) {
        String text = content.replaceAll("(?s)\"\"\".*?\"\"\"", " ")
                .replaceAll("\"(\\\\.|[^\"\\\\\\n])*\"", " ")
                .replaceAll("#[^\\n]*", " ");
        ArrayDeque<Character> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '{', '(', '[' -> open.push(c);
                case '}', ')', ']' -> {
                    if (open.isEmpty() || "{([".indexOf(open.pop()) != "})]".indexOf(c)) {
                        return "syntax error: unexpected " + c;
                    }
                }
                default -> {}
            }
        }
        if (!open.isEmpty()) {
            return "syntax error: unexpected <EOF>";
        }
        boolean defines =
                text.matches("(?s).*\\b(type|input|enum|interface|union|scalar|schema|extend|directive)\\b.*");
        return defines ? "" : "syntax error: no definition found";
    }
}
