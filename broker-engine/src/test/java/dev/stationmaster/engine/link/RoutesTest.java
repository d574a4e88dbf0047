package dev.stationmaster.engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.link.LinkFrame.Lane;
import dev.stationmaster.engine.link.Membership.Admission;
import dev.stationmaster.engine.router.SwitchBoard;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final byte[] CHALLENGE = LinkProof.nonce();

    private final RouteSettings settings =
            new RouteSettings("c", "127.0.0.1", 0, "", 0, false, "u", "p", List.of(), OptionalInt.empty());
    private final RouteCard own = card("a", "c", false);
    private final Formation formation = new Formation(own, "p", Optional.empty(), formed -> {});
    private final Routes routes = new Routes(settings, own, formation, others -> {});
    private final Links links = new Links("127.0.0.1", 0, routes, new SwitchBoard());

    @BeforeEach
    void start() throws InterruptedException {
        links.start();
    }

    @AfterEach
    void close() {
        links.close();
    }

    @Test
    void aBrokerOfTheClusterIsTaken() {
        Admission admission = admit(card("b", "c", false), "u", "p");
        assertThat(admission.refusal()).isEmpty();
        assertThat(admission.slot()).isPositive();
        assertThat(admission.answer()).isInstanceOf(LinkFrame.RouteWelcome.class);
    }

    @Test
    void aWrongPasswordIsRefusedByName() {
        assertThat(admit(card("b", "c", false), "x", "wrong").refusal())
                .isEqualTo("broker 'b' does not know the password that 'cluster.authorization' of broker 'a' wants;"
                        + " it came as user 'x'");
    }

    @Test
    void anotherClusterIsRefusedByName() {
        assertThat(admit(card("b", "other", false), "u", "p").refusal())
                .isEqualTo("cluster name 'other' of broker 'b' is not 'c' as of broker 'a'");
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        assertThat(admit(card("a", "c", false), "u", "p").refusal())
                .isEqualTo("server name 'a' is used by two brokers of cluster 'c'");
    }

    @Test
    void jetStreamOnOneSideOnlyIsRefused() {
        assertThat(admit(card("b", "c", true), "u", "p").refusal())
                .isEqualTo("broker 'b' has JetStream and broker 'a' has not; in one cluster all have it or none");
    }

    private Admission admit(RouteCard card, String user, String password) {
        RouteSettings theirs =
                new RouteSettings("c", "127.0.0.1", 0, "", 0, false, user, password, List.of(), OptionalInt.empty());
        Introduction introduction = new RouteIntroductions(theirs, () -> card)
                .dial(new RouteSettings.Target("h", 1, "", ""), Lane.CORE, answer -> Optional.empty());
        return routes.admit(introduction.hello(CHALLENGE), CHALLENGE, "127.0.0.1");
    }

    private static RouteCard card(String name, String cluster, boolean jetstream) {
        return new RouteCard(
                name,
                "N" + name + cluster + jetstream + System.nanoTime(),
                cluster,
                true,
                "",
                1,
                List.of(),
                jetstream,
                "disk-" + name,
                0);
    }
}
