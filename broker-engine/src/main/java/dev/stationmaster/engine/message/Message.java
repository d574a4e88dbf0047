package dev.stationmaster.engine.message;

/// One message as it travels: the subject it is shown with, where to answer (`""` when nowhere), the raw header
/// block (`NATS/1.0\r\n…\r\n\r\n`, empty when there are no headers) and the payload.
///
/// Immutable by agreement: nobody changes the arrays after construction, so they are shared and not copied.
public record Message(String subject, String reply, byte[] headers, byte[] payload) {
    private static final byte[] NONE = new byte[0];

    /// A message without reply and headers.
    public static Message of(String subject, byte[] payload) {
        return new Message(subject, "", NONE, payload);
    }

    /// Header block plus payload, in bytes: what `max_payload` limits.
    public int size() {
        return headers.length + payload.length;
    }

    public boolean hasHeaders() {
        return headers.length > 0;
    }

    public boolean hasReply() {
        return !reply.isEmpty();
    }
}
