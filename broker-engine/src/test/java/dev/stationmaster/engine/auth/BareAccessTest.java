package dev.stationmaster.engine.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BareAccessTest {
    private static final StaticUser ANN = plainUser("ann", "pw");
    private static final StaticUser HASHED =
            plainUser("bob", BCrypt.withDefaults().hashToString(4, "pw2".toCharArray()));

    private final PasswordCheck passwords = new PasswordCheck();

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void withoutUsersAndTokenEverybodyMayConnect() throws Exception {
        BareAccess open = access("", "");
        assertThat(open.required()).isFalse();
        assertThat(login(open, "any", "thing", "")).isEqualTo("granted ");
    }

    @Test
    void usersHavePlainOrHashedPasswords() throws Exception {
        BareAccess users = access("", "", ANN, HASHED);
        assertThat(users.required()).isTrue();
        assertThat(login(users, "ann", "pw", "")).isEqualTo("granted ann");
        assertThat(login(users, "bob", "pw2", "")).isEqualTo("granted bob");
        assertThat(login(users, "bob", "pw", "")).isEqualTo("denied");
        assertThat(login(users, "ann", "", "")).isEqualTo("denied");
        assertThat(login(users, "eve", "pw", "")).isEqualTo("denied");
        assertThat(login(users, "", "", "")).isEqualTo("denied");
    }

    @Test
    void aTokenStandsForItself() throws Exception {
        BareAccess token = access("s3cret", "");
        assertThat(login(token, "", "", "s3cret")).isEqualTo("granted ");
        assertThat(login(token, "", "", "s3cre")).isEqualTo("denied");
    }

    @Test
    void clientsWithoutCredentialsActAsTheNamedUser() throws Exception {
        BareAccess guests = access("", "ann", ANN, HASHED);
        assertThat(guests.required()).isFalse();
        assertThat(login(guests, "", "", "")).isEqualTo("granted ann");
        assertThat(login(guests, "bob", "wrong", "")).isEqualTo("denied");
        assertThatThrownBy(() -> access("", "eve", ANN)).hasMessageContaining("eve");
    }

    private BareAccess access(String token, String noAuthUser, StaticUser... users) {
        return new BareAccess(new Access(false, "", "", token, List.of(users)), noAuthUser, passwords);
    }

    private static String login(Authenticator door, String user, String password, String token) throws Exception {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        door.authenticate(new Credentials(user, password, token, ""), verdict::complete);
        return switch (verdict.get(10, TimeUnit.SECONDS)) {
            case Verdict.Granted granted -> "granted " + granted.user();
            case Verdict.Denied _ -> "denied";
        };
    }

    private static StaticUser plainUser(String name, String password) {
        return new StaticUser(name, password, "", Rights.ALL);
    }
}
