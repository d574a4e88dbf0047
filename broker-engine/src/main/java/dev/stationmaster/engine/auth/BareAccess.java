package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.auth.Permissions.Responses;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who may connect to a bare broker: its configured users or token; everybody when there are none.
public final class BareAccess implements Authenticator {
    private final Map<String, Account> accounts = new HashMap<>();
    private final String token;
    private final String noAuthUser;
    private final PasswordCheck passwords;

    private record Account(String password, Permissions permissions) {}

    /// @param noAuthUser user that clients without credentials act as, `""` for none
    /// @throws IllegalArgumentException when that user is not among the users
    public BareAccess(Access access, String noAuthUser, PasswordCheck passwords) {
        this.token = access.token();
        this.noAuthUser = noAuthUser;
        this.passwords = passwords;
        for (StaticUser user : access.users()) {
            accounts.put(user.name(), new Account(user.password(), permissions(user)));
        }
        if (!noAuthUser.isEmpty() && !accounts.containsKey(noAuthUser)) {
            throw new IllegalArgumentException("no_auth_user '" + noAuthUser + "' is none of the users");
        }
    }

    @Override
    public boolean required() {
        return noAuthUser.isEmpty() && (!token.isEmpty() || !accounts.isEmpty());
    }

    @Override
    public void authenticate(Credentials shown, Consumer<Verdict> done) {
        if (token.isEmpty() && accounts.isEmpty()) {
            done.accept(new Verdict.Granted("", Permissions.ALL, false));
            return;
        }
        String user = shown.user();
        if (!user.isEmpty()) {
            checkUser(user, accounts.get(user), shown.password(), done);
        } else if (!shown.token().isEmpty() && !token.isEmpty()) {
            passwords.check(
                    token,
                    shown.token(),
                    right -> done.accept(
                            right
                                    ? new Verdict.Granted("", Permissions.ALL, false)
                                    : new Verdict.Denied("wrong token")));
        } else {
            Account guest = noAuthUser.isEmpty() ? null : accounts.get(noAuthUser);
            done.accept(
                    guest == null
                            ? new Verdict.Denied("no credentials")
                            : new Verdict.Granted(noAuthUser, guest.permissions(), false));
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
                                ? new Verdict.Granted(user, account.permissions(), false)
                                : new Verdict.Denied("wrong password of user '" + user + "'")));
    }

    private static Permissions permissions(StaticUser user) {
        boolean everything = user.publishAllow().isEmpty()
                && user.publishDeny().isEmpty()
                && user.subscribeAllow().isEmpty()
                && user.subscribeDeny().isEmpty();
        return everything
                ? Permissions.ALL
                : new SubjectPermissions(
                        user.publishAllow(),
                        user.publishDeny(),
                        user.subscribeAllow(),
                        user.subscribeDeny(),
                        user.allowResponses() ? Optional.of(Responses.ONE) : Optional.empty());
    }
}
