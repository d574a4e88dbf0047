package dev.stationmaster.desktop.control;

import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A surface with a hairline around it and, if it has a title, a head with one.
public final class Card extends VBox {
    private final HBox head = Labels.row(10);

    public Card(Node... children) {
        getStyleClass().add("card");
        getChildren().addAll(children);
    }

    /// A card with a head: the title left, what belongs to it right.
    public static Card titled(String title, Node... right) {
        Card card = new Card();
        card.head.getStyleClass().add("card-head");
        card.head.getChildren().addAll(Labels.text(title, "card-title"), Labels.spring());
        card.head.getChildren().addAll(right);
        card.getChildren().add(card.head);
        return card;
    }

    public Card with(Node content) {
        getChildren().add(content);
        VBox.setVgrow(content, Priority.ALWAYS);
        return this;
    }

    public HBox head() {
        return head;
    }

    /// A hairline across the card.
    public static Region rule() {
        Region rule = new Region();
        rule.getStyleClass().add("rule");
        return rule;
    }
}
