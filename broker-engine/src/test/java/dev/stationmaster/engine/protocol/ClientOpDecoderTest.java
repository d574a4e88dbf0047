package dev.stationmaster.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.protocol.ClientOp.Publish;
import dev.stationmaster.engine.protocol.ClientOp.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOpDecoderTest {
    private static final String STORY = "CONNECT {\"verbose\":false}\r\nPING\r\nSUB foo.* 1\r\nsub  bar\tq  2 \r\n"
            + "PUB foo.a 5\r\nhello\r\npub foo.a _INBOX.1 0\r\n\r\nHPUB foo.b 19 24\r\nNATS/1.0\r\nA:bc \r\n\r\n"
            + "xPING\r\nHPUB foo.b r 12 12\r\nNATS/1.0\r\n\r\n\r\nPUB ünï 8\r\nPING\r\n\r\n\r\n"
            + "UNSUB 1\r\nUNSUB 2  10\r\nUNSUB 3 \r\nPONG\r\nINFO {}\r\n+OK\r\n";
    private static final List<String> TOLD = List.of(
            "connect {\"verbose\":false}",
            "ping",
            "sub foo.* [] 1",
            "sub bar [q] 2",
            "pub foo.a [] 0+hello",
            "pub foo.a [_INBOX.1] 0+",
            "pub foo.b [] 19+xPING",
            "pub foo.b [r] 12+",
            "pub ünï [] 0+PING\r\n\r\n",
            "unsub 1 0",
            "unsub 2 10",
            "unsub 3 0",
            "pong",
            "ignored",
            "ignored");

    @Test
    void readsTheWholeGrammarInOnePiece() {
        assertThat(decode(new ClientOpDecoder(4096, 1024), bytes(STORY))).isEqualTo(TOLD);
    }

    @Test
    void readsTheSameWhereverTheBytesAreCut() {
        byte[] story = STORY.getBytes(UTF_8);
        for (int cut = 0; cut <= story.length; cut++) {
            ClientOpDecoder decoder = new ClientOpDecoder(4096, 1024);
            List<String> told = decode(decoder, Unpooled.wrappedBuffer(story, 0, cut));
            told.addAll(decode(decoder, Unpooled.wrappedBuffer(story, cut, story.length - cut)));
            assertThat(told).as("cut at %d", cut).isEqualTo(TOLD);
        }
    }

    @Test
    void readsTheSameByteByByte() {
        ClientOpDecoder decoder = new ClientOpDecoder(4096, 1024);
        List<String> told = new ArrayList<>();
        for (byte b : STORY.getBytes(UTF_8)) {
            told.addAll(decode(decoder, Unpooled.wrappedBuffer(new byte[] {b})));
        }
        assertThat(told).isEqualTo(TOLD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1 | UNKNOWN_OPERATION",
                "'' | UNKNOWN_OPERATION",
                "SUB | UNKNOWN_OPERATION",
                "SUB a | MALFORMED",
                "SUB a b c d | MALFORMED",
                "UNSUB | UNKNOWN_OPERATION",
                "UNSUB 1 2 3 | MALFORMED",
                "PUB | UNKNOWN_OPERATION",
                "-ERR 'x' | MALFORMED",
                "MSG a 1 0 | UNKNOWN_OPERATION",
                "PUBX a 0 | UNKNOWN_OPERATION",
                "PUB a | MALFORMED",
                "PUB a b c 0 | MALFORMED",
                "PUB a -1 | MALFORMED",
                "PUB a 1x | MALFORMED",
                "PUB a 9999999999999999999 | MALFORMED",
                "HPUB a 5 | MALFORMED",
                "HPUB a 6 5 | MALFORMED",
                "PUB a 1025 | PAYLOAD_TOO_LARGE",
                "PUB a 99999999999 | PAYLOAD_TOO_LARGE",
                "HPUB a 1 1025 | PAYLOAD_TOO_LARGE"
            })
    void badLinesAreViolations(String line, ProtocolError error) {
        ClientOpDecoder decoder = new ClientOpDecoder(4096, 1024);
        assertThat(decode(decoder, bytes(line + "\r\nPING\r\n"))).containsExactly("violation " + error);
        assertThat(decode(decoder, bytes("PING\r\n")))
                .as("nothing is read any more")
                .isEmpty();
    }

    @Test
    void anUnsubscribeWithANumberThatIsNoneMeansNow() {
        for (String max : List.of("x", "-1")) {
            assertThat(decode(new ClientOpDecoder(4096, 1024), bytes("UNSUB 1 " + max + "\r\n")))
                    .isEqualTo(decode(new ClientOpDecoder(4096, 1024), bytes("UNSUB 1\r\n")));
        }
    }

    @Test
    void aBodyMustBeFollowedByALineEnd() {
        for (String end : List.of("xy", "\n", "\rx")) {
            assertThat(decode(new ClientOpDecoder(4096, 1024), bytes("PUB a 2\r\nab" + end + "PING\r\n")))
                    .containsExactly("violation UNKNOWN_OPERATION");
        }
    }

    @Test
    void aControlLineIsBoundedBeforeItIsComplete() {
        String fits = "SUB " + "a".repeat(4096 - 6) + " 1";
        assertThat(decode(new ClientOpDecoder(4096, 1024), bytes(fits + "\r\n")))
                .hasSize(1);
        assertThat(decode(new ClientOpDecoder(4096, 1024), bytes(fits + "1\r\n")))
                .containsExactly("violation CONTROL_LINE_TOO_LONG");
        assertThat(decode(new ClientOpDecoder(4096, 1024), bytes("SUB " + "a".repeat(5000))))
                .containsExactly("violation CONTROL_LINE_TOO_LONG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016\u0003\u0001", "G", "XYZ", "PUX", " PING"})
    void bytesThatCanNeverBecomeAnOperationAreRefusedAtOnce(String start) {
        assertThat(decode(new ClientOpDecoder(4096, 1024), bytes(start)))
                .containsExactly("violation UNKNOWN_OPERATION");
    }

    @Test
    void beforeConnectNothingElseIsReadWhenItIsRequired() {
        ClientOpDecoder decoder = new ClientOpDecoder(4096, 1024);
        decoder.connectFirst(true);
        assertThat(decode(decoder, bytes("PUB a 1000\r\n"))).containsExactly("violation AUTHORIZATION");
    }

    @Test
    void aLargeBodyArrivesWhole() {
        byte[] body = new byte[700_000];
        new java.util.Random(1).nextBytes(body);
        ClientOpDecoder decoder = new ClientOpDecoder(4096, 1 << 20);
        assertThat(decoder.next(bytes("PUB a " + body.length + "\r\n"))).isNull();
        for (int at = 0; at < body.length; at += 33_333) {
            ByteBuf piece = Unpooled.wrappedBuffer(body, at, Math.min(33_333, body.length - at));
            assertThat(decoder.next(piece)).isNull();
        }
        Publish publish = (Publish) decoder.next(bytes("\r\n"));
        assertThat(publish.message().payload()).isEqualTo(body);
    }

    @Test
    void aRepeatedSubjectIsTheSameString() {
        ClientOpDecoder decoder = new ClientOpDecoder(4096, 1024);
        ByteBuf in = bytes("PUB a.b 0\r\n\r\nPUB a.b 0\r\n\r\nPUB a.c 0\r\n\r\n");
        Publish first = (Publish) decoder.next(in);
        Publish second = (Publish) decoder.next(in);
        assertThat(second.message().subject()).isSameAs(first.message().subject());
        assertThat(((Publish) decoder.next(in)).message().subject()).isEqualTo("a.c");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(UTF_8));
    }

    private static List<String> decode(ClientOpDecoder decoder, ByteBuf in) {
        List<String> told = new ArrayList<>();
        for (ClientOp op = decoder.next(in); op != null; op = decoder.next(in)) {
            told.add(tell(op));
        }
        assertThat(in.isReadable()).isFalse();
        return told;
    }

    private static String tell(ClientOp op) {
        return switch (op) {
            case ClientOp.Connect connect -> "connect" + new String(connect.json(), UTF_8);
            case ClientOp.Ping _ -> "ping";
            case ClientOp.Pong _ -> "pong";
            case ClientOp.Ignored _ -> "ignored";
            case ClientOp.Subscribe s -> "sub " + s.subject() + " [" + s.queue() + "] " + s.sid();
            case ClientOp.Unsubscribe u -> "unsub " + u.sid() + " " + u.max();
            case Publish p ->
                "pub " + p.message().subject() + " [" + p.message().reply() + "] "
                        + p.message().headers().length + "+"
                        + new String(p.message().payload(), UTF_8);
            case Violation v -> "violation " + v.error();
        };
    }
}
