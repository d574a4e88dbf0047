package dev.stationmaster.metadata;

import static dev.stationmaster.metadata.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Stations' projection, schemas, tags, audit and settings.
@ParameterizedClass
@EnumSource
class SmallStoresTest {
    @Parameter
    StoreKind kind;

    MetadataStores stores;

    @BeforeEach
    void open() {
        stores = kind.open();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void stationsAreReplacedByAHigherMetaIndexOnly() {
        StationStore stations = stores.stations();
        Station orders = Samples.station("orders", "ann");
        stations.put(orders);
        assertThat(stations.byName("orders")).contains(orders);
        Station other = Samples.station("other", "bob");
        assertThat(stations.replaceAll(5, List.of(other))).isTrue();
        assertThat(stations.all()).containsExactly(other);
        assertThat(stations.replaceAll(4, List.of(orders))).isFalse();
        assertThat(stations.all()).containsExactly(other);
        assertThat(stations.remove("other")).isTrue();
        assertThat(stations.remove("other")).isFalse();
    }

    @Test
    void aSchemaHasOneActiveVersion() {
        SchemaStore schemas = stores.schemas();
        var content = new SchemaStore.Content("{\"type\":\"object\"}", "", new byte[] {1, 0, 2});
        Schema made = schemas.create("shape", "json", "ann", content).orElseThrow();
        assertThat(made.activeVersion().orElseThrow().number()).isEqualTo(1);
        assertThat(schemas.create("shape", "avro", "bob", content)).isEmpty();
        assertThat(schemas.addVersion("shape", "bob", content).orElseThrow().active())
                .isFalse();
        assertThat(schemas.addVersion("nothing", "bob", content)).isEmpty();
        assertThat(schemas.activate("shape", 2)).isTrue();
        assertThat(schemas.activate("shape", 3)).isFalse();
        Schema found = schemas.byName("shape").orElseThrow();
        assertThat(found.versions()).extracting(SchemaVersion::number).containsExactly(2, 1);
        assertThat(found.activeVersion().orElseThrow().number()).isEqualTo(2);
        assertThat(found.activeVersion().orElseThrow().descriptor()).containsExactly(1, 0, 2);
        schemas.create("newer", "avro", "ann", content);
        assertThat(schemas.all()).extracting(Schema::name).containsExactly("newer", "shape");
        assertThat(schemas.remove("shape")).isTrue();
        assertThat(schemas.byName("shape")).isEmpty();
    }

    @Test
    void tagsHangOnEntitiesOnce() {
        TagStore tags = stores.tags();
        tags.create("blue", "0, 0, 255");
        assertThat(tags.create("blue", "1, 1, 1")).isEmpty();
        tags.attach(TagStore.Kind.STATION, "orders", "red", Tag.DEFAULT_COLOR);
        tags.attach(TagStore.Kind.STATION, "orders", "red", Tag.DEFAULT_COLOR);
        tags.attach(TagStore.Kind.STATION, "orders", "blue", "9, 9, 9");
        assertThat(tags.of(TagStore.Kind.STATION, "orders"))
                .extracting(Tag::name)
                .containsExactly("blue", "red");
        assertThat(tags.of(TagStore.Kind.STATION, "orders").getFirst().color()).isEqualTo("0, 0, 255");
        assertThat(tags.of(TagStore.Kind.SCHEMA, "orders")).isEmpty();
        assertThat(tags.ofAll(TagStore.Kind.STATION)).containsOnlyKeys("orders");
        assertThat(tags.detach(TagStore.Kind.STATION, "orders", "blue")).isTrue();
        assertThat(tags.detach(TagStore.Kind.STATION, "orders", "blue")).isFalse();
        assertThat(tags.used()).extracting(Tag::name).containsExactly("red");
        assertThat(tags.all()).extracting(Tag::name).containsExactly("blue", "red");
    }

    @Test
    void auditIsReadNewestFirst() {
        AuditStore audit = stores.audit();
        audit.add(new AuditEntry(0, "orders", "first", "ann", NOON));
        audit.add(new AuditEntry(0, "orders", "second", "ann", NOON.plusSeconds(1)));
        audit.add(new AuditEntry(0, "other", "elsewhere", "ann", NOON));
        assertThat(audit.ofStation("orders", 10))
                .extracting(AuditEntry::message)
                .containsExactly("second", "first");
        assertThat(audit.ofStation("orders", 1)).hasSize(1);
        assertThat(audit.removeBefore(NOON.plusMillis(1))).isEqualTo(2);
    }

    @Test
    void settingsAreKeptByKey() {
        SettingsStore settings = stores.settings();
        assertThat(settings.get("dls_retention")).isEmpty();
        settings.put("dls_retention", "3");
        settings.put("dls_retention", "4");
        assertThat(settings.get("dls_retention")).contains("4");
        assertThat(settings.all()).containsOnlyKeys("dls_retention");
        assertThat(settings.remove("dls_retention")).isTrue();
        assertThat(settings.remove("dls_retention")).isFalse();
    }

    @Test
    void statusIsReady() {
        assertThat(stores.status()).isInstanceOf(MetadataStatus.Ready.class);
    }
}
