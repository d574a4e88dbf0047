package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.Permissions;
import dev.stationmaster.metadata.User;
import dev.stationmaster.metadata.User.UserType;
import dev.stationmaster.metadata.UserStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Tables `users` and `permissions`, and the counter that grows with what brokers must know.
final class PostgresUserStore implements UserStore {
    private final Database database;

    PostgresUserStore(Database database) {
        this.database = database;
    }

    @Override
    public List<User> all() {
        return database.call(handle -> read(handle, ""));
    }

    @Override
    public Optional<User> byName(String name) {
        return name.isEmpty()
                ? Optional.empty()
                : database.call(handle -> read(handle, name)).stream().findFirst();
    }

    @Override
    public Optional<User> create(User user) {
        return database.call(handle -> {
            Optional<Integer> id = handle.createQuery("""
                            insert into users (name, type, password_hash, already_logged_in, created_at, last_login,
                                avatar_id, full_name, team, position, owner, description, skip_get_started, has_role)
                            values (:name, :type, :hash, :loggedIn, :createdAt, :lastLogin,
                                :avatar, :fullName, :team, :position, :owner, :description, :skip, :hasRole)
                            on conflict (name) do nothing
                            returning id""")
                    .bind("name", user.name())
                    .bind("type", word(user.type()))
                    .bind("hash", user.passwordHash())
                    .bind("loggedIn", user.alreadyLoggedIn())
                    .bind("createdAt", user.createdAt())
                    .bind("lastLogin", user.lastLogin())
                    .bind("avatar", user.avatarId())
                    .bind("fullName", user.profile().fullName())
                    .bind("team", user.profile().team())
                    .bind("position", user.profile().position())
                    .bind("owner", user.profile().owner())
                    .bind("description", user.profile().description())
                    .bind("skip", user.skipGetStarted())
                    .bind("hasRole", user.permissions().isPresent())
                    .mapTo(Integer.class)
                    .findOne();
            id.ifPresent(value -> {
                user.permissions().ifPresent(permissions -> insert(handle, value, permissions));
                raiseVersion(handle);
            });
            return id.map(user::withId);
        });
    }

    @Override
    public boolean remove(String name) {
        return database.call(handle -> {
            boolean removed = handle.createUpdate("delete from users where name = :name")
                            .bind("name", name)
                            .execute()
                    > 0;
            if (removed) {
                for (String table : List.of("stations", "schemas", "schema_versions", "audit_logs")) {
                    handle.createUpdate("update " + table + " set created_by = :gone where created_by = :name")
                            .bind("gone", name + "(deleted)")
                            .bind("name", name)
                            .execute();
                }
                handle.createUpdate("delete from tag_links where kind = 'user' and entity = :name")
                        .bind("name", name)
                        .execute();
                raiseVersion(handle);
            }
            return removed;
        });
    }

    @Override
    public boolean setPasswordHash(String name, String passwordHash) {
        return database.call(handle -> {
            boolean found = update(handle, "password_hash", name, passwordHash);
            raiseVersion(handle);
            return found;
        });
    }

    @Override
    public boolean setPermissions(String name, Optional<Permissions> permissions) {
        return database.call(handle -> {
            Optional<Integer> id = handle.createQuery(
                            "update users set has_role = :role where name = :name returning id")
                    .bind("role", permissions.isPresent())
                    .bind("name", name)
                    .mapTo(Integer.class)
                    .findOne();
            id.ifPresent(value -> {
                handle.createUpdate("delete from permissions where user_id = :id")
                        .bind("id", value)
                        .execute();
                permissions.ifPresent(some -> insert(handle, value, some));
                raiseVersion(handle);
            });
            return id.isPresent();
        });
    }

    @Override
    public boolean setProfile(String name, User.Profile profile) {
        return database.call(handle -> handle.createUpdate("""
                                update users set full_name = :fullName, team = :team, position = :position,
                                    owner = :owner, description = :description where name = :name""")
                        .bind("fullName", profile.fullName())
                        .bind("team", profile.team())
                        .bind("position", profile.position())
                        .bind("owner", profile.owner())
                        .bind("description", profile.description())
                        .bind("name", name)
                        .execute()
                > 0);
    }

    @Override
    public boolean setAvatar(String name, int avatarId) {
        return database.call(handle -> update(handle, "avatar_id", name, avatarId));
    }

    @Override
    public boolean setSkipGetStarted(String name, boolean skip) {
        return database.call(handle -> update(handle, "skip_get_started", name, skip));
    }

    @Override
    public boolean recordLogin(String name) {
        return database.call(handle ->
                handle.createUpdate("update users set already_logged_in = true, last_login = now() where name = :name")
                                .bind("name", name)
                                .execute()
                        > 0);
    }

    @Override
    public long version() {
        return database.call(PostgresUserStore::readVersion);
    }

    @Override
    public Snapshot snapshot() {
        // The version is read first: a change in between makes the snapshot too new for its version, and the next
        // poll, which sees the higher version, reads once more.
        return database.call(handle -> new Snapshot(readVersion(handle), read(handle, "")));
    }

    private static long readVersion(Handle handle) {
        return handle.createQuery("select version from versions where name = 'users'")
                .mapTo(Long.class)
                .one();
    }

    private static void raiseVersion(Handle handle) {
        handle.execute("update versions set version = version + 1 where name = 'users'");
    }

    private static boolean update(Handle handle, String column, String name, Object value) {
        return handle.createUpdate("update users set " + column + " = :value where name = :name")
                        .bind("value", value)
                        .bind("name", name)
                        .execute()
                > 0;
    }

    /// @param name `""` for all
    private static List<User> read(Handle handle, String name) {
        Map<Integer, PermissionLists> permissions = readPermissions(handle, name);
        return handle.createQuery("select * from users where :name = '' or name = :name order by name collate \"C\"")
                .bind("name", name)
                .map((row, context) -> user(row, permissions))
                .list();
    }

    private static Map<Integer, PermissionLists> readPermissions(Handle handle, String name) {
        Map<Integer, PermissionLists> lists = new HashMap<>();
        handle.createQuery("""
                        select p.* from permissions p join users u on u.id = p.user_id
                        where :name = '' or u.name = :name order by p.pattern""")
                .bind("name", name)
                .map((row, context) -> {
                    PermissionLists of = lists.computeIfAbsent(row.getInt("user_id"), id -> new PermissionLists());
                    of.add(row.getString("operation"), row.getString("restriction"), row.getString("pattern"));
                    return true;
                })
                .list();
        return lists;
    }

    private static User user(ResultSet row, Map<Integer, PermissionLists> permissions) throws SQLException {
        int id = row.getInt("id");
        return new User(
                id,
                row.getString("name"),
                UserType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                row.getString("password_hash"),
                row.getBoolean("already_logged_in"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("last_login").toInstant(),
                row.getInt("avatar_id"),
                new User.Profile(
                        row.getString("full_name"),
                        row.getString("team"),
                        row.getString("position"),
                        row.getString("owner"),
                        row.getString("description")),
                row.getBoolean("skip_get_started"),
                row.getBoolean("has_role")
                        ? Optional.of(permissions
                                .getOrDefault(id, new PermissionLists())
                                .toPermissions())
                        : Optional.empty());
    }

    private static void insert(Handle handle, int userId, Permissions permissions) {
        insert(handle, userId, "read", "allow", permissions.allowRead());
        insert(handle, userId, "write", "allow", permissions.allowWrite());
        insert(handle, userId, "read", "deny", permissions.denyRead());
        insert(handle, userId, "write", "deny", permissions.denyWrite());
    }

    private static void insert(Handle handle, int userId, String operation, String restriction, List<String> patterns) {
        for (String pattern : patterns) {
            handle.createUpdate("""
                            insert into permissions (user_id, pattern, operation, restriction)
                            values (:user, :pattern, :operation, :restriction) on conflict do nothing""")
                    .bind("user", userId)
                    .bind("pattern", pattern)
                    .bind("operation", operation)
                    .bind("restriction", restriction)
                    .execute();
        }
    }

    private static String word(UserType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /// Collects the rows of one user.
    private static final class PermissionLists {
        private final List<String> allowRead = new ArrayList<>();
        private final List<String> allowWrite = new ArrayList<>();
        private final List<String> denyRead = new ArrayList<>();
        private final List<String> denyWrite = new ArrayList<>();

        void add(String operation, String restriction, String pattern) {
            boolean read = operation.equals("read");
            boolean allow = restriction.equals("allow");
            List<String> list = allow ? (read ? allowRead : allowWrite) : (read ? denyRead : denyWrite);
            list.add(pattern);
        }

        Permissions toPermissions() {
            return new Permissions(allowRead, allowWrite, denyRead, denyWrite);
        }
    }
}
