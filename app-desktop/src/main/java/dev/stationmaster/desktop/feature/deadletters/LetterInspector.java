package dev.stationmaster.desktop.feature.deadletters;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.PayloadView;
import dev.stationmaster.desktop.control.TabStrip;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.gateway.view.DeadLettersView.DeadLetter;
import java.util.Base64;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One dead letter: its value, why it died, its headers; and the command for what the buttons do.
final class LetterInspector {
    private final Card card = new Card();
    private final Label title = Labels.text("", "mono-medium");
    private final HBox head = Labels.row(10);
    private final PayloadView payload = new PayloadView();
    private final VBox reason = new VBox();
    private final VBox headers = new VBox();
    private final StackPane body = new StackPane();
    private final TabStrip tabs = new TabStrip(body);
    private final Label command = Labels.paragraph("", "mono", "tone-text-accent");
    private final VBox foot;
    private @Nullable DeadLetter shown;

    LetterInspector() {
        head.getStyleClass().add("card-head");
        tabs.add("inspect-value", t("messages.value"), payload);
        tabs.add("inspect-reason", t("dead.reason"), reason);
        tabs.add("inspect-headers", t("messages.headers"), headers);
        tabs.select(0);
        reason.getStyleClass().add("card-body");
        headers.getStyleClass().add("card-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        command.setId("dead-command");
        foot = new VBox(6, Labels.paragraph(t("dead.note"), "key-value"), command);
        foot.getStyleClass().add("card-foot");
        card.setId("inspector");
    }

    Card node() {
        return card;
    }

    void show(Optional<DeadLetter> letter, String commandText) {
        command.setText(commandText);
        if (letter.isEmpty()) {
            shown = null;
            VBox nothing = new VBox(Labels.text(t("dead.choose"), "faint"));
            nothing.setAlignment(Pos.CENTER);
            VBox.setVgrow(nothing, Priority.ALWAYS);
            card.getChildren().setAll(nothing);
            return;
        }
        if (letter.get().equals(shown)) {
            return;
        }
        DeadLetter now = letter.get();
        shown = now;
        card.getChildren().setAll(head, tabs, body, foot);
        title.setText(now.station() + "/" + now.partition() + " · " + Figures.count(now.sequence()));
        head.getChildren().setAll(title, Labels.pill(kind(now), "bad"));
        payload.show(Base64.getDecoder().decode(now.payload()), false);
        reason.getChildren()
                .setAll(
                        pair(t("dead.why"), why(now)),
                        pair(
                                t("dead.groups"),
                                now.groups().isEmpty() ? t("dead.before") : String.join(", ", now.groups())),
                        pair(
                                t("dead.deliveries"),
                                now.deliveries() == null ? Figures.UNKNOWN : String.valueOf(now.deliveries())),
                        pair(t("dead.producer"), now.producer()),
                        pair(t("dead.first"), Figures.day(now.firstMillis()) + " · " + Figures.time(now.firstMillis())),
                        pair(t("dead.last"), Figures.day(now.lastMillis()) + " · " + Figures.time(now.lastMillis())),
                        pair(t("dead.expires"), Figures.day(now.expiresMillis())));
        headers.getChildren().clear();
        if (now.headers().isEmpty()) {
            headers.getChildren().add(Labels.text(t("messages.no.headers"), "faint"));
        }
        now.headers().forEach((key, value) -> headers.getChildren().add(pair(key, value)));
    }

    static String kind(DeadLetter letter) {
        return letter.kind().equals("schema") ? t("dead.kind.schema") : t("dead.kind.poison");
    }

    static String why(DeadLetter letter) {
        return letter.reason().isEmpty() ? t("dead.kind.poison") : letter.reason();
    }

    private static Node pair(String key, String value) {
        Label name = Labels.text(key, "key-value");
        name.setMinWidth(110);
        HBox row = Labels.row(10, name, Labels.paragraph(value));
        row.getStyleClass().add("pair-row");
        return row;
    }
}
