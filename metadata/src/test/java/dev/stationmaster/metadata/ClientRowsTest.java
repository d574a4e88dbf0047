package dev.stationmaster.metadata;

import static dev.stationmaster.metadata.Samples.NOON;
import static dev.stationmaster.metadata.Samples.client;
import static dev.stationmaster.metadata.Samples.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ClientRowsTest {
    @Parameter
    StoreKind kind;

    MetadataStores stores;
    ProducerStore producers;
    ConsumerStore consumers;

    @BeforeEach
    void open() {
        stores = kind.open();
        producers = stores.producers();
        consumers = stores.consumers();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void rowsComeBackAsTheyWereAdded() {
        Client client = client("orders", "p", "c1", 2, true, NOON);
        Producer producer = producers.add(Producer.of(client));
        assertThat(producer.id()).isPositive();
        assertThat(producers.ofStation("orders", 10)).containsExactly(producer);
        ConsumerMember member = consumers.add(member("g", client));
        assertThat(consumers.ofStation("orders", 10)).containsExactly(member);
        assertThat(consumers.ofGroup("orders", "g")).containsExactly(member);
        assertThat(consumers.ofGroup("orders", "other")).isEmpty();
        assertThat(consumers.all(1)).containsExactly(member);
    }

    @Test
    void oneRowForEachConnectionActiveOnesFirst() {
        producers.add(Producer.of(client("orders", "p", "c1", 1, false, NOON.plusSeconds(9))));
        producers.add(Producer.of(client("orders", "p", "c2", 1, true, NOON)));
        producers.add(Producer.of(client("orders", "p", "c3", 1, true, NOON.plusSeconds(1))));
        assertThat(producers.ofStation("orders", 10))
                .extracting(row -> row.client().connectionId())
                .containsExactly("c3", "c2", "c1");
        assertThat(producers.ofStation("orders", 2)).hasSize(2);
    }

    @Test
    void aLostConnectionLeavesInactiveRows() {
        producers.add(Producer.of(client("orders", "p", "c1", 1, true, NOON)));
        producers.add(Producer.of(client("orders", "q", "c2", 2, true, NOON)));
        assertThat(producers.deactivateConnection("c1")).isEqualTo(1);
        assertThat(producers.deactivateConnection("c1")).isZero();
        assertThat(producers.activateConnection("c1", 3)).isEqualTo(1);
        assertThat(producers.deactivateNode(3)).isEqualTo(1);
        assertThat(producers.ofStation("orders", 10).getLast().client().active())
                .isFalse();
        assertThat(producers.ofStation("orders", 10).getLast().client().updatedAt())
                .isAfter(NOON);
        assertThat(producers.deactivateNode(2)).isEqualTo(1);
        assertThat(producers.all(10)).noneMatch(row -> row.client().active());
    }

    @Test
    void removalTakesAllOfThatNameStationAndConnection() {
        producers.add(Producer.of(client("orders", "p", "c1", 1, true, NOON)));
        producers.add(Producer.of(client("orders", "p", "c1", 1, true, NOON)));
        producers.add(Producer.of(client("orders", "p", "c2", 1, true, NOON)));
        producers.add(Producer.of(client("other", "p", "c1", 1, true, NOON)));
        assertThat(producers.remove("orders", "p", "c1")).isEqualTo(2);
        assertThat(producers.remove("orders", "p", "c1")).isZero();
        assertThat(producers.all(10)).hasSize(2);
    }

    @Test
    void oldInactiveMembersGoButEachGroupOfEachStationKeepsOne() {
        for (String station : List.of("orders", "other")) {
            consumers.add(member("g", client(station, "old", "c1", 1, false, NOON)));
            consumers.add(member("g", client(station, "newer", "c2", 1, false, NOON.plusSeconds(5))));
        }
        consumers.add(member("h", client("orders", "live", "c3", 1, true, NOON)));
        consumers.add(member("h", client("orders", "gone", "c4", 1, false, NOON.plusSeconds(9))));
        assertThat(consumers.removeInactiveBefore(NOON.plusSeconds(60))).isEqualTo(3);
        assertThat(consumers.all(10))
                .extracting(row -> row.client().station() + "/" + row.client().name())
                .containsExactlyInAnyOrder("orders/newer", "other/newer", "orders/live");
        producers.add(Producer.of(client("orders", "p", "c1", 1, false, NOON)));
        assertThat(producers.removeInactiveBefore(NOON)).isZero();
        assertThat(producers.removeInactiveBefore(NOON.plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void aRemovedStationTakesEverythingOfItsOwn() {
        stores.stations().put(Samples.station("orders", "ann"));
        Station target = Samples.station("other", "ann");
        stores.stations()
                .put(new Station(
                        8, "other", "bytes", 1, "file", 1, 1, 1, true, true, "orders", "", 0, false, "ann", NOON,
                        NOON));
        producers.add(Producer.of(client("orders", "p", "c1", 1, true, NOON)));
        consumers.add(member("g", client("orders", "m", "c1", 1, true, NOON)));
        consumers.add(member("g", client(target.name(), "m", "c1", 1, true, NOON)));
        stores.deadLetters().add(Samples.poison("orders", 1, "g", "", NOON));
        stores.tags().attach(TagStore.Kind.STATION, "orders", "red", Tag.DEFAULT_COLOR);
        stores.audit().add(AuditEntry.now("orders", "made", "ann"));
        stores.removeStation("orders");
        assertThat(stores.stations().all()).extracting(Station::name).containsExactly("other");
        assertThat(stores.stations().all().getFirst().dlsStation()).isEmpty();
        assertThat(producers.all(9)).isEmpty();
        assertThat(consumers.all(9)).hasSize(1);
        assertThat(stores.deadLetters().countByStation()).isEmpty();
        assertThat(stores.tags().of(TagStore.Kind.STATION, "orders")).isEmpty();
        assertThat(stores.audit().ofStation("orders", 9)).isEmpty();
    }
}
