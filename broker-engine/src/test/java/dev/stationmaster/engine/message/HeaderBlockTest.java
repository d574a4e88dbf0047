package dev.stationmaster.engine.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.message.HeaderBlock.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderBlockTest {
    private static final byte[] BLOCK = bytes("NATS/1.0\r\nKey: one\r\nkey:two\r\n$m_pm:  x y \r\nKey: three\r\n\r\n");

    @Test
    void keepsOrderCaseAndRepetition() {
        assertThat(HeaderBlock.headers(BLOCK))
                .containsExactly(
                        new Header("Key", "one"),
                        new Header("key", "two"),
                        new Header("$m_pm", "x y"),
                        new Header("Key", "three"));
        assertThat(HeaderBlock.values(BLOCK, "Key")).containsExactly("one", "three");
    }

    @Test
    void looksUpExactlyOrInAnyCase() {
        assertThat(HeaderBlock.value(BLOCK, "key")).isEqualTo("two");
        assertThat(HeaderBlock.value(BLOCK, "KEY")).isNull();
        assertThat(HeaderBlock.valueIgnoreCase(BLOCK, "KEY")).isEqualTo("one");
        assertThat(HeaderBlock.value(BLOCK, "Ke")).isNull();
        assertThat(HeaderBlock.value(HeaderBlock.NONE, "Key")).isNull();
    }

    @Test
    void appendingKeepsWhatWasThereByteForByte() {
        byte[] longer = HeaderBlock.append(BLOCK, List.of(new Header("Nats-Stream", "s")));
        assertThat(new String(longer, UTF_8))
                .isEqualTo("NATS/1.0\r\nKey: one\r\nkey:two\r\n$m_pm:  x y \r\nKey: three\r\nNats-Stream: s\r\n\r\n");
        assertThat(new String(HeaderBlock.of("A", "b"), UTF_8)).isEqualTo("NATS/1.0\r\nA: b\r\n\r\n");
    }

    @Test
    void removingTheLastHeaderLeavesNoBlock() {
        assertThat(HeaderBlock.without(HeaderBlock.of("A", "b"), "A")).isEmpty();
        assertThat(HeaderBlock.values(HeaderBlock.without(BLOCK, "Key"), "Key")).isEmpty();
        assertThat(HeaderBlock.without(BLOCK, "absent")).isSameAs(BLOCK);
    }

    @Test
    void aStatusBlockHasItsCodeAndText() {
        byte[] block = HeaderBlock.status(409, "Consumer Deleted", List.of(new Header("Nats-Pending-Messages", "1")));
        assertThat(new String(block, UTF_8))
                .isEqualTo("NATS/1.0 409 Consumer Deleted\r\nNats-Pending-Messages: 1\r\n\r\n");
        assertThat(HeaderBlock.statusCode(block)).isEqualTo(409);
        assertThat(HeaderBlock.status(503, "", List.of())).hasSize(16);
        assertThat(HeaderBlock.statusCode(BLOCK)).isZero();
    }

    @Test
    void brokenBlocksAreReadAsFarAsTheyGo() {
        for (int cut = 0; cut <= BLOCK.length; cut++) {
            byte[] torn = java.util.Arrays.copyOf(BLOCK, cut);
            assertThat(HeaderBlock.headers(torn)).hasSizeLessThanOrEqualTo(4);
            HeaderBlock.statusCode(torn);
            HeaderBlock.value(torn, "Key");
        }
        assertThat(HeaderBlock.headers(bytes("garbage"))).isEmpty();
        assertThat(HeaderBlock.headers(bytes("NATS/1.0\r\nno colon\r\nA:b\r\n\r\n")))
                .containsExactly(new Header("A", "b"));
        assertThat(HeaderBlock.append(bytes("garbage"), List.of(new Header("A", "b"))))
                .isEqualTo(HeaderBlock.of("A", "b"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
