package dev.stationmaster.gateway.produce;

import dev.stationmaster.gateway.Json;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The elements of a JSON array of objects, each as the very bytes that were sent: no number loses a digit, no
/// key its
/// place. Read one after the other.
final class BatchElements implements AutoCloseable {

    private final byte[] body;
    private final JsonParser parser;

    BatchElements(byte[] body) {
        this.body = body;
        this.parser = Json.mapper().createParser(body);
    }

    /// Reads the whole body once, so that nothing of a malformed batch is published.
    static void check(byte[] body) {
        try (BatchElements elements = new BatchElements(body)) {
            elements.start();
            while (elements.next().isPresent()) {
                // Only looking.
            }
        }
    }

    void start() {
        try {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new ProduceBatch.MalformedBatchException();
            }
        } catch (JacksonException _) {
            throw new ProduceBatch.MalformedBatchException();
        }
    }

    /// @return bytes of the next object, empty at the end of the array
    Optional<byte[]> next() {
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                if (parser.nextToken() != null) {
                    throw new ProduceBatch.MalformedBatchException();
                }
                return Optional.empty();
            }
            if (token != JsonToken.START_OBJECT) {
                throw new ProduceBatch.MalformedBatchException();
            }
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int end = (int) parser.currentLocation().getByteOffset();
            return Optional.of(Arrays.copyOfRange(body, start, end));
        } catch (JacksonException _) {
            throw new ProduceBatch.MalformedBatchException();
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
