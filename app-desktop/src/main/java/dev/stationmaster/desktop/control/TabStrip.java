package dev.stationmaster.desktop.control;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/// Tabs as words over a hairline; the chosen one is underlined and its node fills the body.
public final class TabStrip extends HBox {
    private final StackPane body;
    private final List<ToggleButton> buttons = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    public TabStrip(StackPane body) {
        this.body = body;
        getStyleClass().add("side-tabs");
    }

    public void add(String id, String text, Node node) {
        ToggleButton button = new ToggleButton(text);
        button.setId(id);
        button.getStyleClass().add("side-tab");
        int index = buttons.size();
        button.setOnAction(event -> select(index));
        buttons.add(button);
        nodes.add(node);
        getChildren().add(button);
    }

    public void select(int index) {
        for (int i = 0; i < buttons.size(); i++) {
            buttons.get(i).setSelected(i == index);
        }
        body.getChildren().setAll(nodes.get(index));
    }
}
