package dev.stationmaster.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.auth.Account;
import dev.stationmaster.engine.auth.Account.Export;
import dev.stationmaster.engine.auth.Account.Import;
import dev.stationmaster.engine.auth.BareAccess;
import dev.stationmaster.engine.auth.PasswordCheck;
import dev.stationmaster.engine.auth.SubjectSpaces;
import dev.stationmaster.engine.jsapi.NoJetStream;
import dev.stationmaster.engine.session.SessionLimits;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Account A keeps the streams and exports; B and C have nothing, B imports.
class AccountsTest {
    private final PasswordCheck passwords = new PasswordCheck();
    private SubjectSpaces spaces;
    private TestServer broker;

    @BeforeEach
    void start() {
        List<StaticUser> users = List.of(user("a"), user("b"), user("c"));
        List<Account> accounts = List.of(
                new Account(
                        "A",
                        true,
                        List.of("a"),
                        List.of(
                                new Export(false, "help.*.>", List.of()),
                                new Export(false, "other.>", List.of()),
                                new Export(true, "news.>", List.of("B"))),
                        List.of()),
                new Account(
                        "B",
                        false,
                        List.of("b"),
                        List.of(),
                        List.of(
                                new Import(false, "A", "other.>", "ask.>"),
                                new Import(false, "A", "help.*.>", "ask.*.>"),
                                new Import(true, "A", "news.>", "from.a.news.>"))),
                new Account("C", false, List.of("c"), List.of(), List.of()));
        spaces = new SubjectSpaces(accounts, true);
        broker = new TestServer(
                new BareAccess(new Access(false, "", "", "", users), Rights.ALL, spaces, "", passwords),
                SessionLimits.ofPayload(1024));
    }

    @AfterEach
    void stop() {
        broker.close();
        passwords.close();
    }

    @Test
    void accountsDoNotHearEachOther() {
        try (RawClient a = client("a");
                RawClient b = client("b");
                RawClient c = client("c")) {
            for (RawClient each : List.of(a, b, c)) {
                each.send("SUB > 1\r\nSUB x.* 2\r\nPING\r\n").untilPong();
            }
            a.send("PUB x.a 1\r\na\r\nPING\r\n");
            assertThat(a.untilPong()).contains("MSG x.a 1 1|a|").contains("MSG x.a 2 1|a|");
            c.send("PUB x.c 1\r\nc\r\nPING\r\n");
            assertThat(c.untilPong())
                    .contains("MSG x.c 1 1|c|")
                    .contains("MSG x.c 2 1|c|")
                    .doesNotContain("x.a");
            assertThat(b.send("PING\r\n").untilPong()).isEqualTo("PONG|");
            assertThat(a.send("PING\r\n").untilPong()).isEqualTo("PONG|");
        }
    }

    @Test
    void anImportedServiceAnswersTheOtherAccount() {
        try (RawClient a = client("a");
                RawClient b = client("b")) {
            a.send("SUB help.eu.> 1\r\nPING\r\n").untilPong();
            b.send("SUB in.> 1\r\nPUB ask.eu.me.now in.1 2\r\nhi\r\nPING\r\n").untilPong();
            String[] request = a.line().split(" ");
            assertThat(request[1]).isEqualTo("help.eu.me.now");
            assertThat(a.line()).isEqualTo("hi");
            a.send("PUB " + request[3] + " 2\r\nyo\r\nPING\r\n");
            assertThat(a.untilPong()).isEqualTo("PONG|");
            assertThat(b.line()).isEqualTo("MSG in.1 1 2");
            assertThat(b.line()).isEqualTo("yo");
        }
    }

    @Test
    void whereNobodyAskedNobodyMayAnswer() {
        try (RawClient a = client("a");
                RawClient b = client("b")) {
            b.send("SUB in.1 1\r\nPING\r\n").untilPong();
            a.send("PUB \u00012.in.1 0\r\n\r\nPING\r\n");
            assertThat(a.untilPong()).startsWith("-ERR 'Permissions Violation for Publish");
            assertThat(b.send("PING\r\n").untilPong()).isEqualTo("PONG|");
        }
    }

    @Test
    void anImportedStreamIsHeardUnderItsNameHere() {
        try (RawClient a = client("a");
                RawClient b = client("b");
                RawClient c = client("c")) {
            b.send("SUB from.a.news.*.eu 1\r\nSUB from.*.*.fun.> 2\r\nPING\r\n").untilPong();
            c.send("SUB news.> 1\r\nPING\r\n").untilPong();
            a.send("PUB news.war.eu 1\r\nw\r\nPUB news.fun.us 1\r\nf\r\nPING\r\n")
                    .untilPong();
            assertThat(b.send("PING\r\n").untilPong())
                    .isEqualTo("MSG from.a.news.war.eu 1 1|w|MSG from.a.news.fun.us 2 1|f|PONG|");
            b.send("UNSUB 1\r\nPING\r\n").untilPong();
            a.send("PUB news.war.eu 1\r\nw\r\nPING\r\n").untilPong();
            assertThat(b.send("PING\r\n").untilPong()).isEqualTo("PONG|");
            assertThat(c.send("PING\r\n").untilPong()).isEqualTo("PONG|");
        }
    }

    @Test
    void aRequestThatNobodyTakesIsAnsweredInEveryAccount() {
        try (RawClient b = client("b")) {
            b.send("SUB in.1 1\r\nPUB nobody in.1 0\r\n\r\nPING\r\n");
            assertThat(b.untilPong()).isEqualTo("HMSG in.1 1 16 16|NATS/1.0 503|||PONG|");
        }
    }

    @Test
    void anAccountWithoutJetStreamIsToldSo() {
        spaces.prefixes().forEach(prefix -> NoJetStream.serve(broker.board, prefix));
        try (RawClient b = client("b")) {
            b.send("SUB in.1 1\r\nPUB $JS.API.STREAM.INFO.S in.1 0\r\n\r\nPING\r\n");
            assertThat(b.untilPong())
                    .contains("stream_info_response")
                    .contains("\"err_code\":10039")
                    .doesNotContain("503|");
        }
    }

    @Test
    void whatIsNotExportedCannotBeImported() {
        List<Account> accounts = List.of(
                new Account("A", true, List.of(), List.of(new Export(true, "news.>", List.of("B"))), List.of()),
                new Account("C", false, List.of(), List.of(), List.of(new Import(true, "A", "news.>", "news.>"))));
        assertThatThrownBy(() -> new SubjectSpaces(accounts, true)).hasMessageContaining("'news.>'");
    }

    private RawClient client(String user) {
        return broker.raw()
                .connect("{\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true,\"user\":\""
                        + user + "\",\"pass\":\"pw\"}");
    }

    private static StaticUser user(String name) {
        return new StaticUser(name, "pw", "", Rights.ALL);
    }
}
