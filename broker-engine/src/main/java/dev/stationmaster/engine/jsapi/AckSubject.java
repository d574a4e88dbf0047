package dev.stationmaster.engine.jsapi;

import org.jspecify.annotations.Nullable;

/// The reply subject of a delivery. Immutable.
///
/// `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<store time ns>.<pending>` is what we send;
/// the longer form with domain and account hash in front of the stream is understood as well.
public record AckSubject(String stream, String consumer, int deliveries, long sequence) {
    public static final String PREFIX = "$JS.ACK.";
    private static final int SHORT_FORM = 7;

    public static String format(
            String prefix, int deliveries, long sequence, long consumerSequence, long timeNanos, long pending) {
        return prefix + deliveries + '.' + sequence + '.' + consumerSequence + '.' + timeNanos + '.' + pending;
    }

    public static String prefix(String stream, String consumer) {
        return PREFIX + stream + "." + consumer + ".";
    }

    /// Name of the stream, or `""` when this is no ack subject.
    public static String streamOf(String subject) {
        int first = SHORT_FORM == tokens(subject) ? 0 : 2;
        int start = PREFIX.length();
        for (int i = 0; i < first && start > 0; i++) {
            start = subject.indexOf('.', start) + 1;
        }
        int end = start <= 0 ? -1 : subject.indexOf('.', start);
        return end < 0 ? "" : subject.substring(start, end);
    }

    /// Number of the delivery that this is the reply subject of, 0 when it cannot be read.
    public static long consumerSequenceOf(String subject) {
        return numberAt(subject, 4);
    }

    /// When the message was stored, in nanoseconds since 1970; 0 when it cannot be read.
    public static long timeNanosOf(String subject) {
        return numberAt(subject, 5);
    }

    /// How many messages were left to deliver, 0 when it cannot be read.
    public static long pendingOf(String subject) {
        return numberAt(subject, 6);
    }

    private static long numberAt(String subject, int shortIndex) {
        int index = tokens(subject) == SHORT_FORM ? shortIndex : shortIndex + 2;
        int start = PREFIX.length();
        while (index-- > 0) {
            start = subject.indexOf('.', start) + 1;
            if (start == 0) {
                return 0;
            }
        }
        int end = subject.indexOf('.', start);
        return Math.max(0, number(subject, start, end < 0 ? subject.length() : end));
    }

    private static int tokens(String subject) {
        int tokens = 1;
        for (int i = PREFIX.length(); i < subject.length(); i++) {
            if (subject.charAt(i) == '.') {
                tokens++;
            }
        }
        return tokens;
    }

    /// @return null when the subject has another shape
    public static @Nullable AckSubject parse(String subject) {
        int tokens = tokens(subject);
        if (tokens != SHORT_FORM && tokens < SHORT_FORM + 2) {
            return null;
        }
        int position = PREFIX.length();
        for (int skip = tokens == SHORT_FORM ? 0 : 2; skip > 0; skip--) {
            position = subject.indexOf('.', position) + 1;
        }
        int streamEnd = subject.indexOf('.', position);
        int consumerEnd = subject.indexOf('.', streamEnd + 1);
        int deliveriesEnd = subject.indexOf('.', consumerEnd + 1);
        int sequenceEnd = subject.indexOf('.', deliveriesEnd + 1);
        long deliveries = number(subject, consumerEnd + 1, deliveriesEnd);
        long sequence = number(subject, deliveriesEnd + 1, sequenceEnd);
        if (deliveries < 0 || deliveries > Integer.MAX_VALUE || sequence < 0) {
            return null;
        }
        return new AckSubject(
                subject.substring(position, streamEnd),
                subject.substring(streamEnd + 1, consumerEnd),
                (int) deliveries,
                sequence);
    }

    private static long number(String text, int from, int to) {
        if (from >= to || to - from > 19) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
