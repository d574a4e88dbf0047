package dev.stationmaster.desktop.shell;

import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.gateway.view.ClusterView;
import java.util.EnumMap;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The places of the console; the one we are at is lit.
final class SideBar extends VBox {
    private static final PseudoClass HERE = PseudoClass.getPseudoClass("here");

    private final Map<Place.Entry, Button> entries = new EnumMap<>(Place.Entry.class);
    private final Label dead = Labels.text("", "count-bad");

    SideBar(Desk desk, ShellModel model) {
        getStyleClass().add("side-bar");
        dead.setVisible(false);
        for (Place.Entry entry : Place.Entry.values()) {
            HBox content = Labels.row(11, new Icon(entry.glyph(), 15), Labels.text(entry.label()), Labels.spring());
            if (entry == Place.Entry.DEAD_LETTERS) {
                content.getChildren().add(dead);
            }
            Button button = new Button();
            button.setGraphic(content);
            content.prefWidthProperty().bind(button.widthProperty().subtract(20));
            button.setId("nav-" + entry.id());
            button.setAccessibleText(entry.label());
            button.getStyleClass().setAll("place");
            button.setMaxWidth(Double.MAX_VALUE);
            button.setOnAction(event -> desk.navigator().go(entry.place()));
            button.disableProperty()
                    .bind(desk.session()
                            .linkProperty()
                            .map(link ->
                                    link.isEmpty() && entry != Place.Entry.CLUSTER && entry != Place.Entry.SETTINGS));
            entries.put(entry, button);
            getChildren().add(button);
        }
        desk.navigator()
                .placeProperty()
                .subscribe(place -> entries.forEach(
                        (entry, button) -> button.pseudoClassStateChanged(HERE, entry == place.entry())));
        model.stateProperty().subscribe(state -> state.best().ifPresent(this::show));
    }

    private void show(ClusterView view) {
        Long letters = view.totals().deadLetters();
        dead.setVisible(letters != null && letters > 0);
        dead.setText(Figures.count(letters));
    }
}
