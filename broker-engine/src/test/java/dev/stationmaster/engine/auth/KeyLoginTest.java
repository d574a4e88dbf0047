package dev.stationmaster.engine.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.auth.Credentials.Proof;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Keys and JWTs made by the Java client's own code.
class KeyLoginTest {
    private static final String NONCE = "abcdefghijk";

    @Test
    void theHolderOfAKnownKeyConnects() throws Exception {
        NKey user = NKey.createUser(null);
        BareAccess access = new BareAccess(
                new Access(false, "", "", "", List.of(new StaticUser("", "", text(user.getPublicKey()), Rights.ALL))),
                "",
                new PasswordCheck());
        assertThat(access.required()).isTrue();
        assertThat(access.challenges()).isTrue();
        assertThat(login(access, proof(user, "", NONCE))).isEqualTo(text(user.getPublicKey()));
        assertThat(login(access, proof(user, "", "another nonce"))).isEqualTo("denied");
        assertThat(login(access, proof(NKey.createUser(null), "", NONCE))).isEqualTo("denied");
        assertThat(login(access, Proof.NONE)).isEqualTo("denied");
    }

    @Test
    void aKeyWithAWrongLetterOrSumIsNone() throws Exception {
        String key = text(NKey.createUser(null).getPublicKey());
        assertThat(parse(key)).isTrue();
        assertThat(parse(key.substring(0, 54) + (key.endsWith("AA") ? "BB" : "AA")))
                .isFalse();
        assertThat(parse("A" + key.substring(1))).isFalse();
        assertThat(parse("UABC")).isFalse();
        assertThat(parse(key.toLowerCase(java.util.Locale.ROOT))).isFalse();
    }

    @Test
    void usersOfAnOperatorsAccountConnectWithTheirJwt() throws Exception {
        NKey operator = NKey.createOperator(null);
        NKey account = NKey.createAccount(null);
        String accountId = text(account.getPublicKey());
        OperatorAccess access = access(operator, "", Map.of(accountId, accountJwt(operator, account)));
        NKey user = NKey.createUser(null);
        assertThat(access.limits()).isEqualTo(new AccountLimits(0, 1000, 3, -1, -1, -1, -1, false));
        String jwt = JwtUtils.issueUserJWT(account, accountId, text(user.getPublicKey()), "ann", null);
        assertThat(login(access, proof(user, jwt, NONCE))).isEqualTo(text(user.getPublicKey()));
        assertThat(login(access, proof(user, jwt, "another nonce"))).isEqualTo("denied");
        assertThat(login(access, proof(NKey.createUser(null), jwt, NONCE))).isEqualTo("denied");

        NKey stranger = NKey.createAccount(null);
        String forged = JwtUtils.issueUserJWT(stranger, accountId, text(user.getPublicKey()), "ann", null);
        assertThat(login(access, proof(user, forged, NONCE))).isEqualTo("denied");
        String old = JwtUtils.issueUserJWT(
                account, accountId, text(user.getPublicKey()), "ann", Duration.ofSeconds(1), null, 1_000_000);
        assertThat(login(access, proof(user, old, NONCE))).isEqualTo("denied");
    }

    @Test
    void usersOfTheSystemAccountAreRefused() throws Exception {
        NKey operator = NKey.createOperator(null);
        NKey account = NKey.createAccount(null);
        String accountId = text(account.getPublicKey());
        OperatorAccess access = access(operator, accountId, Map.of(accountId, accountJwt(operator, account)));
        NKey user = NKey.createUser(null);
        String jwt = JwtUtils.issueUserJWT(account, accountId, text(user.getPublicKey()), "ann", null);
        assertThat(login(access, proof(user, jwt, NONCE))).isEqualTo("denied");
    }

    @Test
    void accountsOfAnotherOperatorAreRefusedAtStart() throws Exception {
        NKey account = NKey.createAccount(null);
        String id = text(account.getPublicKey());
        NKey operator = NKey.createOperator(null);
        String strange = accountJwt(NKey.createOperator(null), account);
        assertThatThrownBy(() -> access(operator, "", Map.of(id, strange))).hasMessageContaining(id);
    }

    private static OperatorAccess access(NKey operator, String system, Map<String, String> accounts) throws Exception {
        return new OperatorAccess(
                selfSigned(operator), system, accounts, () -> java.time.Instant.ofEpochSecond(2_000_000_000L));
    }

    private static String selfSigned(NKey operator) throws Exception {
        return jwt(operator, text(operator.getPublicKey()), "operator");
    }

    private static String accountJwt(NKey operator, NKey account) throws Exception {
        return jwt(operator, text(account.getPublicKey()), "account");
    }

    private static String jwt(NKey issuer, String subject, String type) throws Exception {
        String head = base64("{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}".getBytes(StandardCharsets.UTF_8));
        String limits = "{\"mem_storage\":0,\"disk_storage\":1000,\"streams\":3}";
        String claims = ("{\"iss\":\"%s\",\"sub\":\"%s\",\"nats\":{\"type\":\"%s\",\"version\":2,\"limits\":" + limits
                        + "}}")
                .formatted(text(issuer.getPublicKey()), subject, type);
        String signed = head + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(issuer.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Proof proof(NKey user, String jwt, String signedNonce) throws Exception {
        byte[] signature = user.sign(signedNonce.getBytes(StandardCharsets.US_ASCII));
        return new Proof(text(user.getPublicKey()), jwt, base64(signature), NONCE);
    }

    private static String login(Authenticator door, Proof proof) {
        List<String> answers = new ArrayList<>();
        door.authenticate(
                new Credentials("", "", "", "", proof),
                verdict -> answers.add(verdict instanceof Verdict.Granted granted ? granted.user() : "denied"));
        return answers.getFirst();
    }

    private static boolean parse(String key) {
        return dev.stationmaster.engine.auth.NKey.parse(key, dev.stationmaster.engine.auth.NKey.Kind.USER)
                .isPresent();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String text(char[] chars) {
        return new String(chars);
    }
}
