package dev.stationmaster.engine.stream;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a publisher asks for in a message's headers; null where it does not. `msg-id` wins over `Nats-Msg-Id`, and both
/// are found in any case of letters; the others are JetStream's and exact.
/// Source: ADR-13 and the "Nats-" headers of JetStream.
record PublishHeaders(
        @Nullable String messageId,
        @Nullable String expectedStream,
        @Nullable String expectedLastSequence,
        @Nullable String expectedLastSubjectSequence,
        @Nullable String expectedLastMessageId,
        @Nullable String rollup) {

    static final PublishHeaders NONE = new PublishHeaders(null, null, null, null, null, null);

    private static final byte[] OWN_ID = "msg-id:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STOCK_ID = "nats-msg-id:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STOCK = "nats-".getBytes(StandardCharsets.US_ASCII);

    /// Reads a raw header block (`NATS/1.0\r\nname: value\r\n…\r\n\r\n`). Lines that are no headers are passed over.
    static PublishHeaders parse(byte[] block) {
        Builder found = null;
        for (int line = lineAfter(block, 0); line < block.length; line = lineAfter(block, line)) {
            if (startsWith(block, line, OWN_ID) || startsWith(block, line, STOCK)) {
                found = found == null ? new Builder() : found;
                found.onLine(block, line, lineAfter(block, line));
            }
        }
        return found == null ? NONE : found.build();
    }

    private static final class Builder {
        private @Nullable String ownId;
        private @Nullable String stockId;
        private @Nullable String stream;
        private @Nullable String lastSequence;
        private @Nullable String lastSubjectSequence;
        private @Nullable String lastMessageId;
        private @Nullable String rollup;

        void onLine(byte[] block, int start, int end) {
            int colon = start;
            while (colon < end && block[colon] != ':') {
                colon++;
            }
            if (colon == end) {
                return;
            }
            String value = new String(block, colon + 1, end - colon - 1, StandardCharsets.UTF_8).trim();
            if (value.isEmpty()) {
                return;
            }
            if (startsWith(block, start, OWN_ID)) {
                ownId = ownId == null ? value : ownId;
            } else if (startsWith(block, start, STOCK_ID)) {
                stockId = stockId == null ? value : stockId;
            } else {
                String name = new String(block, start, colon - start, StandardCharsets.UTF_8);
                onStock(name, value);
            }
        }

        private void onStock(String name, String value) {
            switch (name) {
                case "Nats-Expected-Stream" -> stream = stream == null ? value : stream;
                case "Nats-Expected-Last-Sequence" -> lastSequence = lastSequence == null ? value : lastSequence;
                case "Nats-Expected-Last-Subject-Sequence" ->
                    lastSubjectSequence = lastSubjectSequence == null ? value : lastSubjectSequence;
                case "Nats-Expected-Last-Msg-Id" -> lastMessageId = lastMessageId == null ? value : lastMessageId;
                case "Nats-Rollup" -> rollup = rollup == null ? value : rollup;
                default -> {}
            }
        }

        PublishHeaders build() {
            return new PublishHeaders(
                    ownId == null ? stockId : ownId, stream, lastSequence, lastSubjectSequence, lastMessageId, rollup);
        }
    }

    private static int lineAfter(byte[] block, int from) {
        int at = from;
        while (at < block.length && block[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /// Whether the block has this lower-case text here, in any case of letters.
    private static boolean startsWith(byte[] block, int from, byte[] text) {
        if (from + text.length > block.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            int letter = block[from + i];
            if (letter >= 'A' && letter <= 'Z') {
                letter += 'a' - 'A';
            }
            if (letter != text[i]) {
                return false;
            }
        }
        return true;
    }
}
