package dev.stationmaster.desktop.feature.stations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.gateway.view.StationsView.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StationFilterTest {
    private final List<Row> rows = new PreviewLink().stations().stations();

    @ParameterizedTest
    @CsvSource({
        "'', 'orders payments emails audit clicks inventory hello'",
        "'ORD', 'orders'",
        "'lag>1000', 'orders'",
        "'dead>0', 'orders payments'",
        "'copies<3', 'clicks hello'",
        "'dead>0 pay', 'payments'",
        "'messages=0', 'clicks'",
        "'lag>x', ''",
        "'nothing', ''"
    })
    void everythingTypedMustHold(String typed, String names) {
        assertThat(rows.stream().filter(StationFilter.of(typed)).map(Row::name))
                .containsExactly(names.isEmpty() ? new String[0] : names.split(" "));
    }

    @Test
    void anUnknownFigureIsNeitherMoreNorLess() {
        assertThat(rows.stream().filter(StationFilter.of("lag<1")).map(Row::name))
                .contains("clicks")
                .doesNotContain("audit", "hello");
    }
}
