package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.auth.NKey.Kind;
import dev.stationmaster.engine.auth.Permissions.Responses;
import dev.stationmaster.engine.time.WallClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Users with claims signed by an account, the account's claims signed by an operator. Nothing is looked up: the
/// accounts come with the configuration. There is one subject space, so one account beside the system account.
public final class OperatorAccess implements Authenticator {
    private final WallClock clock;
    private final @Nullable SignedClaims account;
    private final List<NKey> accountKeys;

    /// @param operator the operator's JWT
    /// @param systemAccount id of an account whose users are not served, `""` for none
    /// @param accounts JWT of each account by its id
    /// @throws IllegalArgumentException when something is not signed as it must be, or there are several accounts
    public OperatorAccess(String operator, String systemAccount, Map<String, String> accounts, WallClock clock) {
        this.clock = clock;
        SignedClaims root = SignedClaims.parse(operator)
                .orElseThrow(() -> new IllegalArgumentException("'operator' holds no JWT of an operator"));
        List<NKey> trusted = keys(root, Kind.OPERATOR);
        String systemId =
                systemAccount.isEmpty() ? root.nats().path("system_account").asString("") : systemAccount;
        List<SignedClaims> served = new ArrayList<>();
        accounts.forEach((id, jwt) -> {
            SignedClaims claims = SignedClaims.parse(jwt)
                    .filter(parsed -> parsed.subject().equals(id))
                    .filter(parsed -> trusted.stream().anyMatch(parsed::signedBy))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'resolver_preload' has for account " + id + " no JWT that this operator signed"));
            if (!id.equals(systemId)) {
                served.add(claims);
            }
        });
        if (served.size() > 1) {
            throw new IllegalArgumentException("'resolver_preload' has " + served.size()
                    + " accounts beside the system account; more than one is not there yet");
        }
        this.account = served.isEmpty() ? null : served.getFirst();
        this.accountKeys = served.isEmpty() ? List.of() : keys(served.getFirst(), Kind.ACCOUNT);
    }

    /// What the account's claims let its streams use; without a word on that, everything.
    public AccountLimits limits() {
        SignedClaims known = account;
        JsonNode said = known == null ? null : known.nats().path("limits");
        if (said == null
                || (said.path("mem_storage").asLong(0) == 0
                        && said.path("disk_storage").asLong(0) == 0)) {
            return AccountLimits.NONE;
        }
        return new AccountLimits(
                said.path("mem_storage").asLong(0),
                said.path("disk_storage").asLong(0),
                said.path("streams").asInt(-1),
                said.path("consumer").asInt(-1),
                said.path("max_ack_pending").asInt(-1),
                said.path("mem_max_stream_bytes").asLong(-1),
                said.path("disk_max_stream_bytes").asLong(-1),
                said.path("max_bytes_required").asBoolean(false));
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public boolean challenges() {
        return true;
    }

    @Override
    public void authenticate(Credentials shown, Consumer<Verdict> done) {
        SignedClaims known = account;
        Optional<SignedClaims> claims = SignedClaims.parse(shown.proof().jwt());
        if (known == null || claims.isEmpty()) {
            done.accept(new Verdict.Denied(known == null ? "no account is known" : "no JWT of a user"));
            return;
        }
        SignedClaims user = claims.get();
        boolean trusted = accountKeys.stream().anyMatch(user::signedBy)
                && issuerAccount(user).equals(known.subject())
                && user.holdsAt(clock.now())
                && known.holdsAt(clock.now());
        boolean bearer = user.nats().path("bearer_token").asBoolean(false);
        byte[] nonce = shown.proof().nonce().getBytes(StandardCharsets.US_ASCII);
        boolean proven = NKey.parse(user.subject(), Kind.USER)
                .filter(key -> bearer || key.signed(nonce, shown.proof().signature()))
                .isPresent();
        done.accept(
                trusted && proven
                        ? new Verdict.Granted(user.subject(), permissions(user, known), false)
                        : new Verdict.Denied("the JWT of user '" + user.subject() + "' is not good for this broker"));
    }

    private static String issuerAccount(SignedClaims user) {
        String account = user.nats().path("issuer_account").asString("");
        return account.isEmpty() ? user.issuer() : account;
    }

    private static List<NKey> keys(SignedClaims claims, Kind kind) {
        Stream<String> further = claims.nats()
                .path("signing_keys")
                .valueStream()
                .map(key -> key.isObject() ? key.path("key").asString("") : key.asString(""));
        return Stream.concat(Stream.of(claims.subject()), further)
                .flatMap(text -> NKey.parse(text, kind).stream())
                .toList();
    }

    private static Permissions permissions(SignedClaims user, SignedClaims account) {
        JsonNode own = user.nats();
        JsonNode said = saysSomething(own) ? own : account.nats().path("default_permissions");
        if (!saysSomething(said)) {
            return Permissions.ALL;
        }
        JsonNode resp = said.path("resp");
        return new SubjectPermissions(
                texts(said.path("pub").path("allow")),
                texts(said.path("pub").path("deny")),
                texts(said.path("sub").path("allow")),
                texts(said.path("sub").path("deny")),
                resp.isObject()
                        ? Optional.of(Responses.of(
                                resp.path("max").asInt(0),
                                Duration.ofNanos(resp.path("ttl").asLong(0))))
                        : Optional.empty());
    }

    private static boolean saysSomething(JsonNode rights) {
        return !rights.path("pub").isEmpty()
                || !rights.path("sub").isEmpty()
                || rights.path("resp").isObject();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }
}
