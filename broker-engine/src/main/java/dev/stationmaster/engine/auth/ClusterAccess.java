package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.meta.UserRef;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who may connect to a node of a cluster. With a connection token set, clients show that and name their user; without
/// one they show user and password. The product's own connections always use their user and password.
///
/// SDKs send `user` as `name$<account>`, account 1 being ours, and their CONNECT name as `<id>::<name>`; that second
/// name must be a user too. Names are looked up exactly. Only users of type `root` and `application` may connect.
/// Every refusal looks the same to the client.
public final class ClusterAccess implements Authenticator {
    private static final String ACCOUNT = "$1";
    private static final String SEPARATOR = "::";

    private final Access access;
    private final Users users;
    private final PasswordCheck passwords;

    public ClusterAccess(Access access, Users users, PasswordCheck passwords) {
        this.access = access;
        this.users = users;
        this.passwords = passwords;
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public void authenticate(Credentials shown, Consumer<Verdict> done) {
        if (!access.internalUser().isEmpty() && shown.user().equals(access.internalUser())) {
            done.accept(
                    PasswordCheck.same(access.internalPassword(), shown.password())
                            ? new Verdict.Granted(shown.user(), Permissions.ALL, true)
                            : new Verdict.Denied("wrong password of the internal user"));
        } else if (access.token().isEmpty()) {
            byPassword(shown, done);
        } else {
            done.accept(byToken(shown));
        }
    }

    private void byPassword(Credentials shown, Consumer<Verdict> done) {
        UserRef user = find(shown.user());
        if (user == null || !mayConnect(user)) {
            done.accept(new Verdict.Denied("user '" + shown.user() + "' is unknown or may not connect"));
            return;
        }
        if (!isNamedUserAllowed(shown.name())) {
            done.accept(new Verdict.Denied("connection name '" + shown.name() + "' names no user that may connect"));
            return;
        }
        passwords.check(
                user.passwordHash(),
                shown.password(),
                right -> done.accept(
                        right ? granted(user) : new Verdict.Denied("wrong password of user '" + user.name() + "'")));
    }

    private Verdict byToken(Credentials shown) {
        String name = shown.name();
        String named;
        String token = shown.token();
        if (name.contains(SEPARATOR)) {
            named = nameBehindSeparator(name);
        } else {
            int end = token.indexOf(SEPARATOR);
            named = end < 0 ? "" : token.substring(0, end);
            token = end < 0 ? token : token.substring(end + SEPARATOR.length());
        }
        if (!PasswordCheck.same(access.token(), token)) {
            return new Verdict.Denied("wrong token");
        }
        UserRef user = find(named);
        return user != null && mayConnect(user)
                ? granted(user)
                : new Verdict.Denied("user '" + named + "' is unknown or may not connect");
    }

    private Verdict granted(UserRef user) {
        Permissions permissions = user.restricted() ? new StationPermissions(user.name(), users) : Permissions.ALL;
        return new Verdict.Granted(user.name(), permissions, false);
    }

    private boolean isNamedUserAllowed(String name) {
        if (!name.contains(SEPARATOR) || name.contains("NATS CLI")) {
            return true;
        }
        UserRef user = find(nameBehindSeparator(name));
        return user != null && mayConnect(user);
    }

    /// Lower-cased; `""` when there is more than one separator.
    private static String nameBehindSeparator(String name) {
        int start = name.indexOf(SEPARATOR);
        String named = name.substring(start + SEPARATOR.length());
        return named.contains(SEPARATOR) ? "" : named.toLowerCase(Locale.ROOT);
    }

    private @Nullable UserRef find(String name) {
        if (name.isEmpty()) {
            return null;
        }
        UserRef exact = users.user(name);
        if (exact != null) {
            return exact;
        }
        return name.endsWith(ACCOUNT)
                ? users.user(name.substring(0, name.length() - ACCOUNT.length()))
                : users.user(name + ACCOUNT);
    }

    private static boolean mayConnect(UserRef user) {
        return user.type().equals("root") || user.type().equals("application");
    }
}
