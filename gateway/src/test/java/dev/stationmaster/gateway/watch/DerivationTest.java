package dev.stationmaster.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Rates and sums from two samples.
class DerivationTest {
    private static final StationsReply.Station STATION = new StationsReply.Station(
            "a.b",
            "a#b",
            "root",
            "2026-01-01T00:00:00Z",
            "messages",
            5,
            "file",
            1,
            0,
            true,
            true,
            "",
            "",
            List.of(
                    new StationsReply.Partition(1, "a#b$1", "1", "g1"),
                    new StationsReply.Partition(2, "a#b$2", "2", "g2")));

    private static GroupStats.Stream stream(String name, long last, long delivered) {
        return new GroupStats.Stream(
                name,
                last,
                10 * last,
                1,
                last,
                last,
                List.of(new GroupStats.Consumer(
                        "bill#ing",
                        last - delivered,
                        2,
                        0,
                        0,
                        delivered,
                        delivered,
                        delivered,
                        delivered,
                        null,
                        3,
                        -1,
                        30_000)));
    }

    private static Sample sample(long seconds, Map<String, GroupStats.Stream> streams, Map<String, Integer> leaders) {
        return new Sample(
                seconds * 1_000_000_000,
                seconds * 1000,
                Optional.empty(),
                Optional.of(List.of(STATION)),
                streams,
                leaders,
                List.of());
    }

    private static StationFigures station(Sample now, Sample before) {
        return new Derivation(now, before).picture(Picture.NONE).station("a.b").orElseThrow();
    }

    @Test
    void sumsOverPartitionsAndDerivesRates() {
        Map<String, Integer> leaders = Map.of("a#b$1", 1, "a#b$2", 2);
        Sample before =
                sample(10, Map.of("a#b$1", stream("a#b$1", 100, 50), "a#b$2", stream("a#b$2", 10, 10)), leaders);
        Sample now = sample(12, Map.of("a#b$1", stream("a#b$1", 120, 60), "a#b$2", stream("a#b$2", 10, 10)), leaders);
        StationFigures station = station(now, before);
        assertThat(station.messages()).isEqualTo(130);
        assertThat(station.inPerSecond()).isEqualTo(10.0);
        assertThat(station.groups()).singleElement().satisfies(group -> {
            assertThat(group.name()).isEqualTo("bill.ing");
            assertThat(group.lag()).isEqualTo(60 + 0 + 2 + 2);
            assertThat(group.outPerSecond()).isEqualTo(5.0);
        });
    }

    @Test
    void saysUnknownRatherThanWrong() {
        Map<String, GroupStats.Stream> one = Map.of("a#b$1", stream("a#b$1", 100, 50));
        StationFigures partial = station(sample(12, one, Map.of("a#b$1", 1)), sample(10, one, Map.of("a#b$1", 1)));
        assertThat(partial.isComplete()).isFalse();
        assertThat(partial.messages()).isNull();
        assertThat(partial.inPerSecond()).isNull();
        Map<String, GroupStats.Stream> both =
                Map.of("a#b$1", stream("a#b$1", 100, 50), "a#b$2", stream("a#b$2", 10, 10));
        StationFigures first = station(sample(12, both, Map.of()), null);
        assertThat(first.messages()).isEqualTo(110);
        assertThat(first.inPerSecond()).isNull();
    }

    @Test
    void takesNoRateOverAChangeOfLeadersButForSequences() {
        Map<String, GroupStats.Stream> streams =
                Map.of("a#b$1", stream("a#b$1", 100, 50), "a#b$2", stream("a#b$2", 10, 10));
        StationFigures station = station(
                sample(12, streams, Map.of("a#b$1", 2, "a#b$2", 2)),
                sample(10, streams, Map.of("a#b$1", 1, "a#b$2", 2)));
        assertThat(station.inPerSecond()).isEqualTo(0.0);
        assertThat(station.groups().getFirst().outPerSecond()).isNull();
    }

    @Test
    void keepsStationsThatThisRoundDidNotHearOf() {
        Map<String, GroupStats.Stream> streams = Map.of("a#b$1", stream("a#b$1", 1, 1), "a#b$2", stream("a#b$2", 1, 1));
        Picture former = new Derivation(sample(10, streams, Map.of()), null).picture(Picture.NONE);
        Sample silent =
                new Sample(11_000_000_000L, 11_000, Optional.empty(), Optional.empty(), Map.of(), Map.of(), List.of());
        assertThat(new Derivation(silent, null).picture(former).station("a.b")).isPresent();
    }
}
