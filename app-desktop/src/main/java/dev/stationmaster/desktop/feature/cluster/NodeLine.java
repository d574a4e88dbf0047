package dev.stationmaster.desktop.feature.cluster;

import dev.stationmaster.desktop.link.ConsoleLink.NodeAction;
import dev.stationmaster.gateway.view.ClusterView.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;
import javafx.scene.shape.StrokeLineCap;

/// The nodes side by side as stops on one line; the line between two that both serve is whole, else dotted.
final class NodeLine extends Pane {
    private static final double WIDEST = 246;
    private static final double NARROWEST = 148;
    private static final double HEIGHT = 172;
    private static final double LINK_Y = 50;

    private final BiConsumer<Integer, NodeAction> act;
    private final List<NodeCard> cards = new ArrayList<>();
    private final List<Line> links = new ArrayList<>();

    NodeLine(BiConsumer<Integer, NodeAction> act) {
        this.act = act;
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
    }

    void show(List<Node> nodes, Set<Integer> busy, long nowMillis) {
        if (cards.size() != nodes.size()) {
            rebuild(nodes);
        }
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            cards.get(i).narrow(nodes.size() > 3);
            cards.get(i).show(node, busy.contains(node.id()), nowMillis);
            if (i > 0) {
                boolean whole = NodeCard.serves(node) && NodeCard.serves(nodes.get(i - 1));
                links.get(i - 1).getStyleClass().setAll(whole ? "link-whole" : "link-broken");
                links.get(i - 1).getStrokeDashArray().setAll(whole ? List.of() : List.of(1.0, 9.0));
                links.get(i - 1).setStrokeLineCap(whole ? StrokeLineCap.BUTT : StrokeLineCap.ROUND);
            }
        }
    }

    private void rebuild(List<Node> nodes) {
        cards.clear();
        links.clear();
        for (int i = 0; i < nodes.size(); i++) {
            cards.add(new NodeCard(nodes.get(i).id(), act));
            if (i > 0) {
                Line link = new Line();
                link.setStrokeWidth(5);
                links.add(link);
            }
        }
        getChildren().setAll(links);
        getChildren().addAll(cards);
    }

    @Override
    protected void layoutChildren() {
        int count = cards.size();
        if (count == 0) {
            return;
        }
        double gap = count > 3 ? 18 : 56;
        double width = Math.clamp((getWidth() - gap * (count - 1)) / count, NARROWEST, WIDEST);
        if (count > 1) {
            gap = Math.clamp((getWidth() - width * count) / (count - 1), 12, 62);
        }
        for (int i = 0; i < count; i++) {
            double x = Math.floor(i * (width + gap));
            cards.get(i).resizeRelocate(x, 0, Math.floor(width), HEIGHT);
            if (i > 0) {
                Line link = links.get(i - 1);
                link.setStartX(x - gap + 2);
                link.setEndX(x - 2);
                link.setStartY(LINK_Y);
                link.setEndY(LINK_Y);
            }
        }
    }
}
