package dev.stationmaster.desktop.feature.station;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.PayloadView;
import dev.stationmaster.desktop.control.TabStrip;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.gateway.view.MessagesView.Delivery;
import dev.stationmaster.gateway.view.MessagesView.Message;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One message in full: its value, its headers, and where each group stands with it.
final class MessageInspector {
    private final Card card = new Card();
    private final Label title = Labels.text("", "mono-medium");
    private final Label stored = Labels.text("", "mono", "faint");
    private final PayloadView payload = new PayloadView();
    private final VBox headers = new VBox();
    private final VBox delivery = new VBox();
    private final StackPane body = new StackPane();
    private final TabStrip tabs;
    private final Button whole;
    private @Nullable Message shown;

    MessageInspector(Consumer<Message> loadWhole) {
        whole = Labels.button(
                "act-load-whole",
                t("messages.whole"),
                () -> {
                    if (shown != null) {
                        loadWhole.accept(shown);
                    }
                },
                "link");
        HBox head = Labels.row(10, title, Labels.spring(), stored);
        head.getStyleClass().add("card-head");
        tabs = new TabStrip(body);
        tabs.add("inspect-value", t("messages.value"), payload);
        tabs.add("inspect-headers", t("messages.headers"), scroll(headers));
        tabs.add("inspect-delivery", t("messages.delivery.tab"), scroll(delivery));
        VBox.setVgrow(body, Priority.ALWAYS);
        card.getChildren().addAll(head, tabs, body);
        card.setId("inspector");
        tabs.select(0);
    }

    Card node() {
        return card;
    }

    /// Shows a message, or what to do when none is chosen.
    void show(@Nullable Message message) {
        if (message == null) {
            shown = null;
            card.getChildren().setAll(nothing());
            return;
        }
        if (card.getChildren().size() < 3) {
            HBox head = Labels.row(10, title, Labels.spring(), whole, stored);
            head.getStyleClass().add("card-head");
            card.getChildren().setAll(head, tabs, body);
        }
        if (message.equals(shown)) {
            return;
        }
        boolean sameBytes = shown != null
                && shown.payload().equals(message.payload())
                && shown.sequence() == message.sequence()
                && shown.partition() == message.partition();
        shown = message;
        title.setText(t("messages.at", message.partition(), Figures.count(message.sequence())));
        stored.setText(Figures.timeMillis(message.storedMillis()));
        whole.setVisible(message.truncated());
        if (!sameBytes) {
            payload.show(Base64.getDecoder().decode(message.payload()), message.truncated());
        }
        headers(message.headers());
        delivery(message);
    }

    private void headers(Map<String, String> map) {
        headers.getChildren().clear();
        headers.getStyleClass().add("card-body");
        if (map.isEmpty()) {
            headers.getChildren().add(Labels.text(t("messages.no.headers"), "faint"));
        }
        map.forEach((key, value) -> headers.getChildren().add(pair(key, value)));
    }

    private void delivery(Message message) {
        delivery.getChildren().clear();
        delivery.getStyleClass().add("card-body");
        delivery.getChildren()
                .add(step(
                        Glyph.RING,
                        "accent",
                        t("messages.stored"),
                        Figures.timeMillis(message.storedMillis()) + " · " + message.producer() + " · "
                                + Figures.bytes(message.size())));
        for (Delivery group : message.delivery()) {
            delivery.getChildren()
                    .add(step(
                            DeliveryMarks.glyph(group.state()),
                            DeliveryMarks.tone(group.state()),
                            group.group(),
                            t("messages.state." + group.state())));
        }
        if (message.delivery().isEmpty()) {
            delivery.getChildren().add(Labels.text(t("map.no.groups"), "faint"));
        }
    }

    private static Node pair(String key, String value) {
        Label name = Labels.text(key, "mono", "muted");
        name.setMinWidth(130);
        HBox row = Labels.row(10, name, Labels.text(value, "mono"));
        row.getStyleClass().add("pair-row");
        return row;
    }

    private static Node step(Glyph glyph, String tone, String title, String line) {
        VBox words = new VBox(1, Labels.text(title, "strong"), Labels.text(line, "key-value"));
        HBox row = Labels.row(12, new Icon(glyph, 16, "tone-" + tone), words);
        row.getStyleClass().add("step-row");
        return row;
    }

    private static Node scroll(Node content) {
        javafx.scene.control.ScrollPane pane = new javafx.scene.control.ScrollPane(content);
        pane.setFitToWidth(true);
        pane.getStyleClass().add("plain-scroll");
        return pane;
    }

    private static Node nothing() {
        VBox box = new VBox(Labels.text(t("messages.choose"), "faint"));
        box.setAlignment(javafx.geometry.Pos.CENTER);
        VBox.setVgrow(box, Priority.ALWAYS);
        return box;
    }
}
