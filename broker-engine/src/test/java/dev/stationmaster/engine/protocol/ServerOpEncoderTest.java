package dev.stationmaster.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.message.HeaderBlock;
import dev.stationmaster.engine.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerOpEncoderTest {
    private final ServerOpEncoder encoder = new ServerOpEncoder();

    @Test
    void writesPlainMessagesWithAndWithoutReply() {
        assertThat(encode(Message.of("a.b", bytes("hello")), true)).isEqualTo("MSG a.b 17 5\r\nhello\r\n");
        assertThat(encode(new Message("ünï", "_INBOX.1", new byte[0], new byte[0]), true))
                .isEqualTo("MSG ünï 17 _INBOX.1 0\r\n\r\n");
    }

    @Test
    void writesHeadersOnlyToThoseWhoCanReadThem() {
        Message message = new Message("a", "", HeaderBlock.status(503, "", List.of()), new byte[0]);
        assertThat(encode(message, true)).isEqualTo("HMSG a 17 16 16\r\nNATS/1.0 503\r\n\r\n\r\n");
        assertThat(encode(message, false)).isEqualTo("MSG a 17 0\r\n\r\n");
    }

    @Test
    void writesLongSubjectsAndNumbers() {
        String subject = "s".repeat(3000);
        Message message = new Message(subject, subject, new byte[0], new byte[1_234_567]);
        assertThat(encode(message, true)).startsWith("MSG " + subject + " 17 " + subject + " 1234567\r\n");
    }

    private String encode(Message message, boolean headers) {
        byte[] sid = bytes("17");
        ByteBuf out = Unpooled.buffer();
        encoder.message(out, message, sid, headers);
        assertThat(out.readableBytes()).isLessThanOrEqualTo(ServerOpEncoder.messageBytesMax(message, sid));
        return out.toString(UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
