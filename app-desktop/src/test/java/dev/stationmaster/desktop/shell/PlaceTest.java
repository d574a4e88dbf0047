package dev.stationmaster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    void everyPlaceIsFoundAgainByItsAddress() {
        for (Place place : List.of(
                new Place.Cluster(),
                new Place.Stations(),
                new Place.Station("orders", Place.Tab.OVERVIEW),
                new Place.Station("orders", Place.Tab.MESSAGES),
                new Place.DeadLetters(""),
                new Place.DeadLetters("orders"),
                new Place.Connect(),
                new Place.Settings())) {
            assertThat(Place.of(place.address())).isEqualTo(place);
        }
    }

    @Test
    void anAddressThatIsNotUnderstoodLeadsToTheCluster() {
        assertThat(Place.of("no/such/place")).isEqualTo(new Place.Cluster());
        assertThat(Place.of("")).isEqualTo(new Place.Cluster());
        assertThat(Place.of("stations/")).isEqualTo(new Place.Stations());
    }

    @Test
    void theWayBackLeadsThroughThePlacesInReverse() {
        Navigator navigator = new Navigator(new Place.Cluster());
        navigator.go(new Place.Stations());
        navigator.go(new Place.Stations());
        navigator.go(new Place.Connect());
        navigator.back();
        assertThat(navigator.place()).isEqualTo(new Place.Stations());
        navigator.back();
        navigator.back();
        assertThat(navigator.place()).isEqualTo(new Place.Cluster());
    }
}
