package dev.stationmaster.desktop.feature.station;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.link.MessageQuery;
import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.desktop.task.DirectTaskRunner;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.MessagesView;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesModelTest {
    private final PreviewLink link = new PreviewLink();
    private final MessagesModel model =
            new MessagesModel("orders", () -> link, new DirectTaskRunner(), Clock.systemUTC());

    @Test
    void readsTheNewestFirstAndFollows() {
        model.refresh();
        assertThat(link.calls).containsExactly("messages orders newest 0");
        assertThat(model.follows()).isTrue();
    }

    @Test
    void aChosenMessageHoldsTheListStill() {
        model.refresh();
        model.chosenProperty().set(new MessagesModel.Key(9, 1));
        assertThat(model.follows()).isTrue();
        model.chosenProperty().set(new MessagesModel.Key(1, 12_411));
        assertThat(model.follows()).isFalse();
        model.chosenProperty().set(null);
        assertThat(model.follows()).isTrue();
    }

    @Test
    void anotherPlaceToReadFromIsAskedForAtOnce() {
        model.ask(2, "seq:1812");
        assertThat(link.calls).containsExactly("messages orders seq:1812 2");
        assertThat(model.follows()).isFalse();
    }

    @Test
    void morePagesGrowTheListAndStopTheFollowing() {
        model.refresh();
        model.more();
        assertThat(model.state().best().orElseThrow().messages()).hasSize(120);
        assertThat(link.calls).contains("messages orders cursor 0");
        assertThat(model.follows()).isFalse();
    }

    @Test
    void emptyStationAndEmptyPlaceAreToldApart() {
        PreviewLink empty = new PreviewLink() {
            @Override
            public MessagesView messages(String station, MessageQuery query) {
                return new MessagesView(List.of(), null);
            }
        };
        MessagesModel none = new MessagesModel("hello", () -> empty, new DirectTaskRunner(), Clock.systemUTC());
        none.refresh();
        assertThat(((ViewState.Empty<MessagesView>) none.state()).reason()).isEqualTo(ViewState.Reason.NONE_EXIST);
        none.ask(1, "time:1");
        assertThat(((ViewState.Empty<MessagesView>) none.state()).reason()).isEqualTo(ViewState.Reason.NONE_MATCH);
    }

    @Test
    void aSentMessageIsChosen() {
        model.showNewest(1, 12_411);
        assertThat(model.chosen(model.state().best().orElseThrow()))
                .hasValueSatisfying(message -> assertThat(message.sequence()).isEqualTo(12_411));
    }
}
