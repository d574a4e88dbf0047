package dev.stationmaster.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.metadata.EmbeddedDatabase;
import dev.stationmaster.metadata.EmbeddedDatabaseException;
import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataStatus;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.TestDatabase;
import dev.stationmaster.metadata.User;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path directory;

    EmbeddedDatabase.Config config;
    EmbeddedDatabase database;

    @BeforeEach
    void make() {
        config = TestDatabase.config(directory);
        database = EmbeddedDatabase.of(config);
    }

    @AfterEach
    void stop() {
        EmbeddedDatabase.endLeftOver(config);
    }

    @Test
    void keepsItsRowsOverAStopAndAKill() throws Exception {
        database.start();
        MetadataStores.migrate(database.connection());
        addUser("before-stop");
        database.stop(Duration.ofSeconds(10));
        assertThat(database.running().exit().get(1, TimeUnit.SECONDS)).isZero();

        database.start();
        addUser("before-kill");
        database.running().process().destroyForcibly();
        // At once, while the dead server's children may still hold its memory.
        EmbeddedDatabase next = EmbeddedDatabase.of(config);
        next.start();
        MetadataStores.migrate(next.connection());
        try (MetadataStores stores = MetadataStores.open(next.connection())) {
            assertThat(stores.status()).isInstanceOf(MetadataStatus.Ready.class);
            assertThat(stores.users().all()).extracting(User::name).contains("before-stop", "before-kill");
        }
    }

    @Test
    void serverThatADeadOwnerLeftIsEndedNotAdopted() {
        database.start();
        long pid = database.running().process().pid();
        EmbeddedDatabase next = EmbeddedDatabase.of(config);
        next.start();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(next.running().process().pid()).isNotEqualTo(pid);
        assertThat(EmbeddedDatabase.endLeftOver(config)).isTrue();
        assertThat(EmbeddedDatabase.endLeftOver(config)).isFalse();
    }

    @Test
    void isDurableAndAsksForAPassword() throws Exception {
        database.start();
        MetadataConfig connection = database.connection();
        try (Connection sql =
                        DriverManager.getConnection(connection.jdbcUrl(), connection.user(), connection.password());
                Statement statement = sql.createStatement()) {
            assertThat(setting(statement, "fsync")).isEqualTo("on");
            assertThat(setting(statement, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(statement, "full_page_writes")).isEqualTo("on");
            assertThat(setting(statement, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(statement, "unix_socket_directories")).isEmpty();
            assertThat(setting(statement, "max_connections")).isEqualTo("40");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(connection.jdbcUrl(), connection.user(), "wrong"))
                .isInstanceOf(SQLException.class);
        assertThat(Files.exists(directory.resolve("postgres.password"))).isFalse();
    }

    @Test
    void halfMadeClusterIsMadeAnew() throws Exception {
        Files.createDirectories(directory.resolve("postgres.new/base"));
        database.start();
        assertThat(config.dataDirectory().resolve("PG_VERSION")).exists();
        assertThat(directory.resolve("postgres.new")).doesNotExist();
    }

    @Test
    void takenPortIsToldWithTheServersOwnWords() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), config.port()));
            assertThatThrownBy(database::start)
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining("did not start")
                    .hasMessageContaining(config.logFile().toString());
        }
    }

    private void addUser(String name) {
        try (MetadataStores stores = MetadataStores.open(database.connection())) {
            stores.users().create(User.create(name, User.UserType.APPLICATION, ""));
        }
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
