import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads nats-server's configuration syntax: `key: value`, `key = value` or `key value`; maps, lists, comments, sizes,
/// and `$name` for a value given before, looked up from the inside out.
final class Conf {
    private final String text;
    private final List<Map<String, Object>> scopes = new ArrayList<>();
    private int at;

    private Conf(String text) {
        this.text = text;
    }

    static Map<String, Object> parse(String text) {
        return new Conf(text).map(false);
    }

    private Map<String, Object> map(boolean braced) {
        Map<String, Object> map = new LinkedHashMap<>();
        scopes.add(map);
        while (true) {
            // nats-server takes a brace too many at the end.
            skip(braced ? ",;" : ",;}");
            if (at == text.length() || (braced && text.charAt(at) == '}')) {
                at += braced ? 1 : 0;
                scopes.removeLast();
                return map;
            }
            String key = quoted() ? quotedText() : word(":={");
            skip(":=");
            map.put(key, value());
        }
    }

    private Object value() {
        char first = text.charAt(at);
        if (first == '{') {
            at++;
            return map(true);
        }
        if (first == '[') {
            at++;
            List<Object> list = new ArrayList<>();
            for (skip(","); text.charAt(at) != ']'; skip(",")) {
                list.add(value());
            }
            at++;
            return list;
        }
        if (quoted()) {
            return quotedText();
        }
        String word = word("");
        return word.startsWith("$") ? variable(word.substring(1)) : plain(word);
    }

    private static Object plain(String word) {
        return switch (word.toLowerCase()) {
            case "true", "yes", "on", "enabled", "enable" -> true;
            case "false", "no", "off", "disabled" -> false;
            default -> word.matches("-?\\d{1,18}") ? Long.valueOf(word) : word;
        };
    }

    private Object variable(String name) {
        for (Map<String, Object> scope : scopes.reversed()) {
            if (scope.containsKey(name)) {
                return scope.get(name);
            }
        }
        throw new IllegalArgumentException("variable $" + name + " is not defined");
    }

    private boolean quoted() {
        return text.charAt(at) == '"' || text.charAt(at) == '\'';
    }

    private String quotedText() {
        int end = text.indexOf(text.charAt(at), at + 1);
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    private String word(String ends) {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && ",;]}".indexOf(text.charAt(at)) < 0) {
            if (ends.indexOf(text.charAt(at)) >= 0) {
                break;
            }
            at++;
        }
        if (start == at) {
            throw new IllegalArgumentException("unexpected '" + text.charAt(at) + "' at " + at);
        }
        return text.substring(start, at);
    }

    private void skip(String also) {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '#' || text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(next) || also.indexOf(next) >= 0) {
                at++;
            } else {
                return;
            }
        }
    }
}
