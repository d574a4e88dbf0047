package dev.stationmaster.engine.protocol;

import java.nio.charset.StandardCharsets;

/// First word of a control line.
enum Verb {
    PUB("PUB"),
    HPUB("HPUB"),
    SUB("SUB"),
    UNSUB("UNSUB"),
    PING("PING"),
    PONG("PONG"),
    CONNECT("CONNECT"),
    INFO("INFO"),
    OK("+OK"),
    ERR("-ERR"),
    UNKNOWN("");

    private static final Verb[] KNOWN = {PUB, HPUB, SUB, UNSUB, PING, PONG, CONNECT, INFO, OK, ERR};

    private final byte[] word;

    Verb(String word) {
        this.word = word.getBytes(StandardCharsets.US_ASCII);
    }

    /// The verb that these bytes spell, in any case.
    static Verb of(byte[] bytes, int length) {
        for (Verb verb : KNOWN) {
            if (verb.word.length == length && verb.startsWith(bytes, length)) {
                return verb;
            }
        }
        return UNKNOWN;
    }

    /// Whether a line that begins like this can still turn into an operation.
    static boolean mayBecome(byte[] bytes, int length) {
        for (Verb verb : KNOWN) {
            if (verb.startsWith(bytes, Math.min(length, verb.word.length))) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            int c = bytes[i];
            if (c != word[i] && !(c >= 'a' && c <= 'z' && c - 32 == word[i])) {
                return false;
            }
        }
        return true;
    }
}
