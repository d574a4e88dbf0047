package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.auth.Credentials.Proof;
import dev.stationmaster.engine.auth.Permissions.Responses;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who may connect to a bare broker: its configured users, with a password or a key, or token; everybody when there are
/// none.
public final class BareAccess implements Authenticator {
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, KeyHolder> keyHolders = new HashMap<>();
    private final SubjectSpaces spaces;
    private final String token;
    private final Permissions tokenPermissions;
    private final String noAuthUser;
    private final PasswordCheck passwords;

    private record Account(String password, Permissions permissions) {}

    private record KeyHolder(NKey key, Permissions permissions) {}

    public BareAccess(Access access, String noAuthUser, PasswordCheck passwords) {
        this(access, Rights.ALL, SubjectSpaces.none(), noAuthUser, passwords);
    }

    /// @param tokenRights what clients with the token may do
    /// @param spaces the subjects of each user
    /// @param noAuthUser user that clients without credentials act as, `""` for none
    /// @throws IllegalArgumentException when that user is not among the users, or a key is none
    public BareAccess(
            Access access, Rights tokenRights, SubjectSpaces spaces, String noAuthUser, PasswordCheck passwords) {
        this.spaces = spaces;
        this.token = access.token();
        this.tokenPermissions = permissions(tokenRights);
        this.noAuthUser = noAuthUser;
        this.passwords = passwords;
        for (StaticUser user : access.users()) {
            if (user.nkey().isEmpty()) {
                accounts.put(user.name(), new Account(user.password(), permissions(user.rights())));
            } else {
                NKey key = NKey.parse(user.nkey(), NKey.Kind.USER)
                        .orElseThrow(() ->
                                new IllegalArgumentException("nkey '" + user.nkey() + "' is no public key of a user"));
                keyHolders.put(key.text(), new KeyHolder(key, permissions(user.rights())));
            }
        }
        if (!noAuthUser.isEmpty() && !accounts.containsKey(noAuthUser)) {
            throw new IllegalArgumentException("no_auth_user '" + noAuthUser + "' is none of the users");
        }
    }

    @Override
    public boolean required() {
        return noAuthUser.isEmpty() && (!token.isEmpty() || !accounts.isEmpty() || !keyHolders.isEmpty());
    }

    @Override
    public boolean challenges() {
        return !keyHolders.isEmpty();
    }

    @Override
    public void authenticate(Credentials shown, Consumer<Verdict> done) {
        if (token.isEmpty() && accounts.isEmpty() && keyHolders.isEmpty()) {
            done.accept(new Verdict.Granted("", Permissions.ALL, false));
            return;
        }
        String user = shown.user();
        if (!keyHolders.isEmpty() && !shown.proof().nkey().isEmpty()) {
            done.accept(checkKey(shown.proof()));
        } else if (!user.isEmpty()) {
            checkUser(user, accounts.get(user), shown.password(), done);
        } else if (!shown.token().isEmpty() && !token.isEmpty()) {
            passwords.check(
                    token,
                    shown.token(),
                    right -> done.accept(
                            right
                                    ? new Verdict.Granted("", tokenPermissions, false, spaces.of(""))
                                    : new Verdict.Denied("wrong token")));
        } else {
            Account guest = noAuthUser.isEmpty() ? null : accounts.get(noAuthUser);
            done.accept(
                    guest == null
                            ? new Verdict.Denied("no credentials")
                            : new Verdict.Granted(noAuthUser, guest.permissions(), false, spaces.of(noAuthUser)));
        }
    }

    private void checkUser(String user, @Nullable Account account, String password, Consumer<Verdict> done) {
        if (account == null) {
            done.accept(new Verdict.Denied("unknown user '" + user + "'"));
            return;
        }
        passwords.check(
                account.password(),
                password,
                right -> done.accept(
                        right
                                ? new Verdict.Granted(user, account.permissions(), false, spaces.of(user))
                                : new Verdict.Denied("wrong password of user '" + user + "'")));
    }

    private Verdict checkKey(Proof proof) {
        KeyHolder holder = keyHolders.get(proof.nkey());
        byte[] nonce = proof.nonce().getBytes(StandardCharsets.US_ASCII);
        return holder != null && holder.key().signed(nonce, proof.signature())
                ? new Verdict.Granted(
                        holder.key().text(),
                        holder.permissions(),
                        false,
                        spaces.of(holder.key().text()))
                : new Verdict.Denied("unknown key or wrong signature of '" + proof.nkey() + "'");
    }

    private static Permissions permissions(Rights rights) {
        return rights.equals(Rights.ALL)
                ? Permissions.ALL
                : new SubjectPermissions(
                        rights.publishAllow(),
                        rights.publishDeny(),
                        rights.subscribeAllow(),
                        rights.subscribeDeny(),
                        rights.responses() == 0
                                ? Optional.empty()
                                : Optional.of(Responses.of(rights.responses(), rights.responseTime())));
    }
}
