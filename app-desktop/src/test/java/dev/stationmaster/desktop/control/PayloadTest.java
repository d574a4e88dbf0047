package dev.stationmaster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void jsonIsLaidOutWithoutTouchingItsValues() {
        assertThat(lines("{\"amount\":119.50,\"big\":12345678901234567890,\"a\":[],\"b\":[1,{\"c\":\"x,y\\\"\"}]}"))
                .containsExactly(
                        "{",
                        "  \"amount\": 119.50,",
                        "  \"big\": 12345678901234567890,",
                        "  \"a\": [],",
                        "  \"b\": [",
                        "    1,",
                        "    {",
                        "      \"c\": \"x,y\\\"\"",
                        "    }",
                        "  ]",
                        "}");
    }

    @Test
    void formIsGuessedFromTheBytes() {
        assertThat(Payload.guess(bytes("{\"a\":1}"))).isEqualTo(Payload.Form.JSON);
        assertThat(Payload.guess(bytes("{\"a\":"))).isEqualTo(Payload.Form.TEXT);
        assertThat(Payload.guess(bytes("hello"))).isEqualTo(Payload.Form.TEXT);
        assertThat(Payload.guess(new byte[] {(byte) 0xff, 0, 1})).isEqualTo(Payload.Form.HEX);
        assertThat(Payload.guess(new byte[0])).isEqualTo(Payload.Form.TEXT);
    }

    @Test
    void brokenJsonNamesThePlace() {
        assertThat(Payload.problem("{\n \"a\": }")).startsWith("line 2, column");
    }

    @Test
    void bytesThatAreNoTextAreShownAsHexWhateverWasAsked() {
        byte[] broken = {(byte) 0xc3, (byte) 0x28, 'A'};
        for (Payload.Form form : Payload.Form.values()) {
            assertThat(text(Payload.lines(broken, form)).getFirst())
                    .startsWith("000000  c3 28 41")
                    .endsWith("·(A");
        }
    }

    @Test
    void everyCutOfAJsonTextIsShownSomehow() {
        byte[] whole = bytes("{\"a\":[1,\"x\\u00e9\",{\"b\":null}],\"ü\":true}");
        for (int cut = 0; cut <= whole.length; cut++) {
            byte[] part = java.util.Arrays.copyOf(whole, cut);
            for (Payload.Form form : Payload.Form.values()) {
                assertThat(Payload.lines(part, form)).isNotNull();
            }
        }
    }

    @Test
    void aMegabyteOfZerosIsLaidOutQuickly() {
        assertThat(Payload.lines(new byte[1 << 20], Payload.Form.HEX)).hasSize(65_536);
    }

    private static List<String> lines(String json) {
        return text(Payload.lines(bytes(json), Payload.Form.JSON));
    }

    private static List<String> text(List<Payload.Line> lines) {
        return lines.stream()
                .map(line -> line.pieces().stream().map(Payload.Piece::text).collect(Collectors.joining()))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
