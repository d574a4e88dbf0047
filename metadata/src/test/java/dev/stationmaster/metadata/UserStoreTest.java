package dev.stationmaster.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.metadata.User.UserType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class UserStoreTest {
    @Parameter
    StoreKind kind;

    MetadataStores stores;
    UserStore users;

    @BeforeEach
    void open() {
        stores = kind.open();
        users = stores.users();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void createdUserIsFoundByExactName() {
        User ann = users.create(User.create("ann", UserType.MANAGEMENT, "hash")
                        .withProfile(new User.Profile("Ann", "team", "lead", "root", "o'neill")))
                .orElseThrow();
        assertThat(ann.id()).isPositive();
        User found = users.byName("ann").orElseThrow();
        assertThat(found.profile()).isEqualTo(ann.profile());
        assertThat(found.type()).isEqualTo(UserType.MANAGEMENT);
        assertThat(found.permissions()).isEmpty();
        assertThat(users.byName("Ann")).isEmpty();
        assertThat(users.byName("")).isEmpty();
    }

    @Test
    void secondUserOfANameIsRefusedAndTheFirstKept() {
        users.create(User.create("ann", UserType.APPLICATION, "first"));
        assertThat(users.create(User.create("ann", UserType.ROOT, "second"))).isEmpty();
        assertThat(users.byName("ann").orElseThrow().passwordHash()).isEqualTo("first");
    }

    @Test
    void allAreListedByName() {
        for (String name : List.of("zoe", "$sm", "ann", "Bob")) {
            users.create(User.create(name, UserType.APPLICATION, ""));
        }
        assertThat(users.all()).extracting(User::name).containsExactly("$sm", "Bob", "ann", "zoe");
    }

    @Test
    void permissionsAreKeptAsGivenAndMayBeEmptied() {
        Permissions permissions =
                new Permissions(List.of("orders.*", "a"), List.of("b"), List.of("secret"), List.of("x", "y"));
        users.create(User.create("ann", UserType.APPLICATION, "").withPermissions(Optional.of(permissions)));
        Permissions found = users.byName("ann").orElseThrow().permissions().orElseThrow();
        assertThat(found.allowRead()).containsExactlyInAnyOrder("orders.*", "a");
        assertThat(found.denyWrite()).containsExactlyInAnyOrder("x", "y");
        assertThat(found.denyRead()).containsExactly("secret");
        assertThat(found.allowWrite()).containsExactly("b");

        Permissions nothing = new Permissions(List.of(), List.of(), List.of(), List.of());
        assertThat(users.setPermissions("ann", Optional.of(nothing))).isTrue();
        assertThat(users.all().getFirst().permissions()).contains(nothing);
        assertThat(users.setPermissions("ann", Optional.empty())).isTrue();
        assertThat(users.all().getFirst().permissions()).isEmpty();
        assertThat(users.setPermissions("bob", Optional.empty())).isFalse();
    }

    @Test
    void versionGrowsWithWhatBrokersMustKnowAndWithNothingElse() {
        long before = users.version();
        users.create(User.create("ann", UserType.APPLICATION, ""));
        long created = users.version();
        assertThat(created).isGreaterThan(before);
        users.create(User.create("ann", UserType.APPLICATION, ""));
        users.recordLogin("ann");
        users.setAvatar("ann", 3);
        users.setSkipGetStarted("ann", true);
        assertThat(users.version()).isEqualTo(created);
        users.setPasswordHash("ann", "new");
        long rehashed = users.version();
        assertThat(rehashed).isGreaterThan(created);
        users.remove("ann");
        assertThat(users.version()).isGreaterThan(rehashed);
        assertThat(users.snapshot().version()).isEqualTo(users.version());
        assertThat(users.snapshot().users()).isEmpty();
    }

    @Test
    void loginIsNoted() {
        User ann = users.create(User.create("ann", UserType.ROOT, "")).orElseThrow();
        assertThat(ann.alreadyLoggedIn()).isFalse();
        assertThat(users.recordLogin("ann")).isTrue();
        assertThat(users.byName("ann").orElseThrow().alreadyLoggedIn()).isTrue();
        assertThat(users.recordLogin("bob")).isFalse();
    }

    @Test
    void whatARemovedUserMadeNamesItAsDeleted() {
        users.create(User.create("ann", UserType.APPLICATION, ""));
        stores.stations().put(Samples.station("orders", "ann"));
        stores.schemas().create("shape", "json", "ann", new SchemaStore.Content("{}", "", new byte[0]));
        stores.audit().add(AuditEntry.now("orders", "made", "ann"));
        assertThat(users.remove("ann")).isTrue();
        assertThat(users.remove("ann")).isFalse();
        assertThat(stores.stations().byName("orders").orElseThrow().createdBy()).isEqualTo("ann(deleted)");
        Schema schema = stores.schemas().byName("shape").orElseThrow();
        assertThat(schema.createdBy()).isEqualTo("ann(deleted)");
        assertThat(schema.versions().getFirst().createdBy()).isEqualTo("ann(deleted)");
        assertThat(stores.audit().ofStation("orders", 9).getFirst().user()).isEqualTo("ann(deleted)");
    }
}
