package dev.stationmaster.engine.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectPermissionsTest {
    private final SubjectPermissions some = new SubjectPermissions(
            List.of("orders.>", "$JS.API.>"),
            List.of("orders.secret"),
            List.of("orders.>", "_INBOX.>", "work pool.*"),
            List.of("orders.secret.>"),
            Optional.empty());

    @Test
    void publishingNeedsAnAllowAndNoDeny() {
        assertThat(some.mayPublish("orders.new")).isTrue();
        assertThat(some.mayPublish("orders.secret")).isFalse();
        assertThat(some.mayPublish("other")).isFalse();
    }

    @Test
    void aSubscriptionMustLieWithinAnAllowedPattern() {
        assertThat(some.maySubscribe("orders.*", "")).isTrue();
        assertThat(some.maySubscribe(">", "")).isFalse();
        assertThat(some.maySubscribe("orders.secret.x", "")).isFalse();
        assertThat(some.maySubscribe("work", "")).isFalse();
        assertThat(some.maySubscribe("work", "pool.1")).isTrue();
        assertThat(some.maySubscribe("work", "other")).isFalse();
    }

    @Test
    void whatOverlapsADenyIsAllowedAndFiltered() {
        assertThat(some.maySubscribe("orders.>", "")).isTrue();
        assertThat(some.filters("orders.>")).isTrue();
        assertThat(some.filters("_INBOX.>")).isFalse();
        assertThat(some.mayReceive("orders.secret.plan")).isFalse();
        assertThat(some.mayReceive("orders.open")).isTrue();
    }

    @Test
    void aDenyAloneForbidsOnlyThat() {
        SubjectPermissions deny =
                new SubjectPermissions(List.of(), List.of("a"), List.of(), List.of("b"), Optional.empty());
        assertThat(deny.mayPublish("x")).isTrue();
        assertThat(deny.mayPublish("a")).isFalse();
        assertThat(deny.maySubscribe("x", "")).isTrue();
        assertThat(deny.maySubscribe("b", "q")).isFalse();
        assertThatThrownBy(() ->
                        new SubjectPermissions(List.of("a..b"), List.of(), List.of(), List.of(), Optional.empty()))
                .hasMessageContaining("a..b");
    }
}
