package dev.stationmaster.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RawMessageTest {
    private final RawMessage message = new RawMessage();

    @Test
    void readsAMessageWithAndWithoutReply() {
        assertThat(parse("MSG orders.new 7 5\r\nhello\r\n")).isEqualTo(27);
        assertThat(message.subscription).isEqualTo(7);
        assertThat(message.replyLength).isZero();
        assertThat(message.payload()).isEqualTo("hello");
        assertThat(message.status()).isZero();

        parse("MSG orders.new 7 $JS.ACK.x 5\r\nhello\r\n");
        assertThat(new String(message.bytes, message.replyAt, message.replyLength))
                .isEqualTo("$JS.ACK.x");
        assertThat(message.payload()).isEqualTo("hello");
    }

    @Test
    void tellsAStatusFromAMessageWithHeaders() {
        String status = "NATS/1.0 408 Request Timeout\r\n\r\n";
        parse("HMSG _INBOX.1 1 " + status.length() + " " + status.length() + "\r\n" + status + "\r\n");
        assertThat(message.status()).isEqualTo(408);
        assertThat(message.payloadLength).isZero();

        String headers = "NATS/1.0\r\nA: b\r\n\r\n";
        parse("HMSG orders.new 1 reply " + headers.length() + " " + (headers.length() + 2) + "\r\n" + headers
                + "hi\r\n");
        assertThat(message.status()).isZero();
        assertThat(message.payload()).isEqualTo("hi");
    }

    private int parse(String frame) {
        return message.parse(RawClient.ascii(frame), 0, frame.indexOf('\n'));
    }
}
