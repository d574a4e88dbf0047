package dev.stationmaster.engine.jsapi;

import java.util.Arrays;

/// A `$JS.API.…` subject taken apart. Immutable.
///
/// @param stream `""` where the call has none
/// @param consumer `""` where the call has none
/// @param rest what follows: the filter of a consumer's creation, the subject of a direct get
public record ApiSubject(Call call, String stream, String consumer, String rest) {
    public static final String PREFIX = "$JS.API.";

    /// The calls by the words in their subject; `response` is the middle of the answer's `type`.
    public enum Call {
        INFO("account_info", 0),
        STREAM_CREATE("stream_create", 1),
        STREAM_UPDATE("stream_update", 1),
        STREAM_NAMES("stream_names", 0),
        STREAM_LIST("stream_list", 0),
        STREAM_INFO("stream_info", 1),
        STREAM_DELETE("stream_delete", 1),
        STREAM_PURGE("stream_purge", 1),
        STREAM_MSG_GET("stream_msg_get", 1),
        STREAM_MSG_DELETE("stream_msg_delete", 1),
        STREAM_SNAPSHOT("stream_snapshot", 1),
        STREAM_RESTORE("stream_restore", 1),
        STREAM_PEER_REMOVE("stream_remove_peer", 1),
        STREAM_LEADER_STEPDOWN("stream_leader_stepdown", 1),
        CONSUMER_CREATE("consumer_create", -1),
        CONSUMER_DURABLE_CREATE("consumer_create", 2),
        CONSUMER_NAMES("consumer_names", 1),
        CONSUMER_LIST("consumer_list", 1),
        CONSUMER_INFO("consumer_info", 2),
        CONSUMER_DELETE("consumer_delete", 2),
        CONSUMER_LEADER_STEPDOWN("consumer_leader_stepdown", 2),
        META_LEADER_STEPDOWN("meta_leader_stepdown", 0),
        CONSUMER_MSG_NEXT("consumer_msg_next", 2),
        DIRECT_GET("direct_get", -1),
        UNKNOWN("system", 0);

        private final String response;
        private final int names;
        private final String[] words;

        Call(String response, int names) {
            this.response = response;
            this.names = names;
            this.words = name().split("_");
        }

        public String response() {
            return response;
        }
    }

    public static ApiSubject parse(String subject) {
        String[] tokens = subject.substring(PREFIX.length()).split("\\.", -1);
        for (Call call : Call.values()) {
            int used = call.words.length;
            if (call == Call.UNKNOWN || tokens.length < used || !startsWith(tokens, call.words)) {
                continue;
            }
            int names = tokens.length - used;
            if (call.names == names || (call.names < 0 && names >= 1)) {
                return taken(call, tokens, used, names);
            }
        }
        return new ApiSubject(Call.UNKNOWN, "", "", "");
    }

    private static ApiSubject taken(Call call, String[] tokens, int used, int names) {
        String stream = names > 0 ? tokens[used] : "";
        if (call == Call.DIRECT_GET) {
            return new ApiSubject(call, stream, "", join(tokens, used + 1));
        }
        return new ApiSubject(call, stream, names > 1 ? tokens[used + 1] : "", join(tokens, used + 2));
    }

    private static String join(String[] tokens, int from) {
        return from >= tokens.length
                ? ""
                : String.join(".", Arrays.asList(tokens).subList(from, tokens.length));
    }

    private static boolean startsWith(String[] tokens, String[] words) {
        for (int i = 0; i < words.length; i++) {
            if (!tokens[i].equals(words[i])) {
                return false;
            }
        }
        return true;
    }

    /// The same call for another stream name.
    public String subjectFor(String otherStream) {
        String words = PREFIX + String.join(".", call.words);
        String names = consumer.isEmpty() ? otherStream : otherStream + "." + consumer;
        return words + "." + names + (rest.isEmpty() ? "" : "." + rest);
    }
}
