package dev.stationmaster.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.auth.Account;
import dev.stationmaster.engine.link.RouteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BareConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void anEmptyObjectGivesTheDefaults() throws IOException {
        BareConfig config = read("{}");
        assertThat(config.port()).isEmpty();
        assertThat(config.jetstream().enabled()).isTrue();
        assertThat(config.sync()).isEqualTo(NodeConfig.Sync.ALWAYS);
        assertThat(config.access().users()).isEmpty();
        assertThat(config.limits().payloadBytesMax()).isEqualTo(1 << 20);
        assertThat(config.limits().pingInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void jetStreamSaysItsDomainFolderAndSizes() throws IOException {
        BareConfig config = read("{\"store_dir\": \"/a\", \"jetstream\": {\"domain\": \"D\", \"store_dir\": \"/b\","
                + " \"max_mem\": \"1MB\", \"max_file\": -1}}");
        assertThat(config.jetstream()).isEqualTo(new BareConfig.JetStream(true, "D", 1 << 20, -1));
        assertThat(config.store()).hasValue(Path.of("/b"));
        assertThatThrownBy(() -> read("{\"jetstream\": {\"domain\": \"a.b\"}}"))
                .hasMessageContaining("'jetstream.domain'");
    }

    @Test
    void everyServedKeyIsRead() throws IOException {
        BareConfig config = read("""
                {"port": 4333, "host": "0.0.0.0", "http_port": 8333, "store_dir": "/tmp/x", "jetstream": false, "sync": "interval",
                 "user": "a", "pass": "b", "token": null, "max_payload": "8MB", "max_control_line": "8KB",
                 "max_connections": 5, "ping_interval": "1m30s", "ping_max": 3, "write_deadline": 2.5,
                 "server_name": "n", "client_advertise": "h:1", "lame_duck_duration": "30s",
                 "lame_duck_grace_period": 1, "websocket": {"port": 7777, "no_tls": true},
                 "users": [{"user": "c", "password": "d", "permissions": {"publish": {"allow": ["x.>"], "deny": "x.y"},
                            "subscribe": "_INBOX.>", "allow_responses": true}}], "no_auth_user": "c"}
                """);
        assertThat(config.port()).hasValue(4333);
        assertThat(config.host()).hasValue("0.0.0.0");
        assertThat(config.monitorPort()).hasValue(8333);
        assertThat(config.webSocketPort()).hasValue(7777);
        assertThat(config.store()).hasValue(Path.of("/tmp/x"));
        assertThat(config.jetstream().enabled()).isFalse();
        assertThat(config.sync()).isEqualTo(NodeConfig.Sync.INTERVAL);
        assertThat(config.limits().payloadBytesMax()).isEqualTo(8 << 20);
        assertThat(config.limits().controlLineBytesMax()).isEqualTo(8192);
        assertThat(config.limits().pingInterval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.limits().writeDeadline()).isEqualTo(Duration.ofMillis(2500));
        assertThat(config.lameDuckDuration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.noAuthUser()).isEqualTo("c");
        assertThat(config.access().users())
                .containsExactly(
                        new StaticUser("a", "b", "", Rights.ALL),
                        new StaticUser(
                                "c",
                                "d",
                                "",
                                new Rights(
                                        List.of("x.>"),
                                        List.of("x.y"),
                                        List.of("_INBOX.>"),
                                        List.of(),
                                        1,
                                        Duration.ZERO)));
    }

    @Test
    void accountsBringTheirUsersAndSayWhatTheyShare() throws IOException {
        BareConfig config = read("""
                {"accounts": {
                   "A": {"jetstream": "enabled", "users": [{"user": "a", "password": "b"}],
                         "exports": [{"service": "$JS.API.>"}, {"stream": "news.>", "accounts": ["B"]}]},
                   "B": {"jetstream": true, "users": [{"nkey": "UX"}],
                         "imports": [{"service": {"account": "A", "subject": "$JS.API.>"}, "to": "api.>"},
                                     {"stream": {"account": "A", "subject": "news.>"}, "prefix": "a"}]}}}
                """);
        assertThat(config.access().users())
                .containsExactly(new StaticUser("a", "b", "", Rights.ALL), new StaticUser("", "", "UX", Rights.ALL));
        assertThat(config.accounts())
                .containsExactly(
                        new Account(
                                "A",
                                true,
                                List.of("a"),
                                List.of(
                                        new Account.Export(false, "$JS.API.>", List.of()),
                                        new Account.Export(true, "news.>", List.of("B"))),
                                List.of()),
                        new Account(
                                "B",
                                true,
                                List.of("UX"),
                                List.of(),
                                List.of(
                                        new Account.Import(false, "A", "$JS.API.>", "api.>"),
                                        new Account.Import(true, "A", "news.>", "a.news.>"))));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void aClusterIsReadAsNatsServersUsersWriteIt() throws IOException {
        RouteSettings cluster = read("""
                {"jetstream": false, "cluster": {"name": "c", "listen": "localhost:-1", "advertise": "b.example.org",
                 "no_advertise": true, "authorization": {"user": "u", "password": "p", "timeout": 2},
                 "routes": ["nats-route://127.0.0.1:6223", "nats://a:b@[::1]:6224", "h"]}}
                """).cluster().orElseThrow();
        assertThat(cluster.host()).isEqualTo("localhost");
        assertThat(cluster.port()).isZero();
        assertThat(cluster.advertiseHost()).isEqualTo("b.example.org");
        assertThat(cluster.advertisePort()).isZero();
        assertThat(cluster.noAdvertise()).isTrue();
        assertThat(cluster.user()).isEqualTo("u");
        assertThat(cluster.password()).isEqualTo("p");
        assertThat(cluster.routes())
                .containsExactly(
                        new RouteSettings.Target("127.0.0.1", 6223, "", ""),
                        new RouteSettings.Target("::1", 6224, "a", "b"),
                        new RouteSettings.Target("h", 6222, "", ""));
    }

    @Test
    void unknownKeysAreIgnoredWithAWarning() throws IOException {
        assertThat(read("{\"prot\": 1, \"debug\": null, \"websocket\": {\"port\": 1, \"compress\": true}}")
                        .warnings())
                .containsExactly("'prot' is unknown and ignored", "'websocket.compress' is unknown and ignored");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"tls\": {}} | 'tls.cert_file' is missing",
                "{\"tls\": {\"verify_and_map\": true}} | 'tls.verify_and_map' is not there yet",
                "{\"accounts\": {\"A\": {\"jetstream\": {\"cluster_traffic\": 1}}}} | 'accounts.A.jetstream.cluster_traffic' is not there yet",
                "{\"operator\": \"eyJ\", \"resolver\": \"URL\"} | 'resolver' is \"URL\"",
                "{\"cluster\": {\"name\": \"c\"}} | 'server_name' is missing",
                "{\"server_name\": \"n\", \"cluster\": {}} | 'cluster.name' is missing",
                "{\"cluster\": {\"tls\": {}}} | 'cluster.tls' is not there yet",
                "{\"cluster\": {\"routes\": [\"u:secret@\"]}} | 'cluster.routes' has 'u:***@'",
                "{\"cluster\": {\"listen\": \"here:there\"}} | 'cluster.listen' is \"here:there\"",
                "{\"cluster\": {\"authorization\": {\"user\": \"u\"}}} | needs both 'user' and 'password'",
                "{\"port\": 70000} | 'port' is 70000, but must be a whole number between 0 and 65535",
                "{\"max_payload\": \"8XB\"} | 'max_payload' is \"8XB\"",
                "{\"ping_interval\": \"soon\"} | 'ping_interval' is \"soon\"",
                "{\"no_auth_user\": \"x\"} | none of the users",
                "{\"users\": {}} | 'users' is {}",
                "{\"users\": [{}]} | 'users[0].user' is missing",
                "{\"pass\": \"x\"} | without 'user'",
                "{\"jetstream\": \"yes\"} | 'jetstream' is \"yes\"",
                "[1] | no JSON object",
                "{oops | is no JSON"
            })
    void badValuesAreNamedWithWhatIsWanted(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("broker.json");
    }

    @Test
    void allProblemsAreReportedTogether() {
        assertThatThrownBy(() -> read("{\"port\": -1, \"tls\": {}, \"ping_max\": 0}"))
                .hasMessageContaining("port")
                .hasMessageContaining("tls")
                .hasMessageContaining("ping_max");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> BareConfigFile.read(folder.resolve("none.json")))
                .hasMessageContaining("none.json");
    }

    private BareConfig read(String text) throws IOException {
        return BareConfigFile.read(Files.writeString(folder.resolve("broker.json"), text));
    }
}
