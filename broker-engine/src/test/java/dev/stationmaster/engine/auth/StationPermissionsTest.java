package dev.stationmaster.engine.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.meta.UserRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StationPermissionsTest {
    private final Map<String, UserRef> users = new HashMap<>(Map.of(
            "app",
            new UserRef("app", "application", "", true, List.of("in.*"), List.of("out.*"), List.of(), List.of())));
    private final StationPermissions app = new StationPermissions("app", users::get);

    @ParameterizedTest
    @CsvSource({
        "out#eu$1.final, true",
        "in#eu$1.final, false",
        "orders$1.final, false",
        "$JS.API.CONSUMER.MSG.NEXT.in#eu$1.workers, true",
        "$JS.API.CONSUMER.MSG.NEXT.out#eu$1.workers, false",
        "$JS.ACK.in#eu$2.workers.1.1.1.1.0, true",
        "$JS.ACK.out#eu$2.workers.1.1.1.1.0, false",
        "$JS.API.STREAM.INFO.in#eu$1, true",
        "$JS.API.STREAM.DELETE.in#eu$1, false",
        "$JS.API.STREAM.PURGE.out#eu$1, true",
        "$JS.API.INFO, true",
        "$memphis_producer_creations, true",
        "price.$5x, true",
        "_INBOX.a.b, true"
    })
    void producingNeedsWriteAndConsumingRead(String subject, boolean allowed) {
        assertThat(app.mayPublish(subject)).isEqualTo(allowed);
    }

    @Test
    void tappingAStationNeedsReadAndWideSubscriptionsAreFiltered() {
        assertThat(app.maySubscribe("in#eu$1.final", "")).isTrue();
        assertThat(app.maySubscribe("orders$1.>", "")).isFalse();
        assertThat(app.maySubscribe(">", "")).isTrue();
        assertThat(app.filters(">")).isTrue();
        assertThat(app.filters("_INBOX.x.*")).isFalse();
        assertThat(app.mayReceive("orders$1.final")).isFalse();
        assertThat(app.mayReceive("news")).isTrue();
    }

    @Test
    void aRemovedUserMayNothingWithStationsAnyMore() {
        users.clear();
        assertThat(app.mayPublish("out#eu$1.final")).isFalse();
        assertThat(app.mayPublish("other")).isTrue();
    }
}
