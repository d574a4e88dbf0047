package dev.stationmaster.engine.auth;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.meta.UserRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterAccessTest {
    private static final Map<String, UserRef> USERS = Map.of(
            "root", user("root", "root", "memphis"),
            "app", user("app", "application", "secret"),
            "boss", user("boss", "management", "secret"));

    private final PasswordCheck passwords = new PasswordCheck();
    private final Authenticator byPassword =
            new ClusterAccess(new Access(true, "$sm", "inner", "", List.of()), USERS::get, passwords);
    private final Authenticator byToken =
            new ClusterAccess(new Access(true, "$sm", "inner", "tok", List.of()), USERS::get, passwords);

    @AfterEach
    void close() {
        passwords.close();
    }

    @ParameterizedTest
    @CsvSource({
        "root, memphis, '', root",
        "root$1, memphis, uuid::root, root",
        "app, secret, uuid::APP, app",
        "root, wrong, '', -",
        "Root$1, memphis, '', -",
        "root$2, memphis, '', -",
        "nobody, memphis, '', -",
        "'', memphis, '', -",
        "boss, secret, '', -",
        "root, memphis, uuid::boss, -",
        "root, memphis, uuid::nobody, -",
        "root, memphis, a::b::root, -",
        "root, memphis, NATS CLI Version 0.1::x, root",
        "$sm, wrong, '', -"
    })
    void passwordsAreCheckedAndNamesLookedUpExactly(String user, String password, String name, String granted)
            throws Exception {
        assertThat(login(byPassword, user, password, "", name)).isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource({
        "tok, uuid::root, root",
        "tok, uuid::Root, root",
        "root::tok, plain, root",
        "root$1::tok, plain, root",
        "tok, plain, -",
        "wrong, uuid::root, -",
        "root::wrong, plain, -",
        "tok, uuid::boss, -",
        "'', uuid::root, -",
        "tok, a::b::root, -"
    })
    void aTokenIsCheckedAndTheUserComesFromTheName(String token, String name, String granted) throws Exception {
        assertThat(login(byToken, "", "", token, name)).isEqualTo(granted);
    }

    @Test
    void passwordClientsAreRefusedInTokenModeButTheProductItselfIsNot() throws Exception {
        assertThat(login(byToken, "root", "memphis", "", "uuid::root")).isEqualTo("-");
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        byToken.authenticate(new Credentials("$sm", "inner", "", ""), verdict::complete);
        assertThat(verdict.get()).isEqualTo(new Verdict.Granted("$sm", Permissions.ALL, true));
    }

    private static String login(Authenticator door, String user, String password, String token, String name)
            throws Exception {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        door.authenticate(new Credentials(user, password, token, name), verdict::complete);
        return switch (verdict.get(10, TimeUnit.SECONDS)) {
            case Verdict.Granted granted -> granted.user();
            case Verdict.Denied _ -> "-";
        };
    }

    private static UserRef user(String name, String type, String password) {
        String hash = BCrypt.withDefaults().hashToString(4, password.toCharArray());
        return new UserRef(name, type, hash, false, List.of(), List.of(), List.of(), List.of());
    }
}
