package dev.stationmaster.engine.monitor;

import java.util.Map;

/// Parameters of one request. Unknown ones are ignored, bad ones refused by name.
record Query(Map<String, String> values) {
    static final class BadParameter extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadParameter(String name, String value, String wanted) {
            super("error decoding parameter '" + name + "': '" + value + "' is not " + wanted);
        }
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    boolean flag(String name) {
        String value = text(name);
        return switch (value) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "", "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw new BadParameter(name, value, "a boolean");
        };
    }

    int number(String name, int otherwise) {
        String value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new BadParameter(name, value, "a whole number");
        }
    }

    /// `limit`: 1024 when absent or not above 0.
    int limit() {
        int limit = number("limit", 1024);
        return limit <= 0 ? 1024 : limit;
    }

    int offset() {
        return Math.max(0, number("offset", 0));
    }
}
