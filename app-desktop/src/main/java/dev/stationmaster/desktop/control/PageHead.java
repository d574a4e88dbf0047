package dev.stationmaster.desktop.control;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.controlsfx.control.BreadCrumbBar;

/// The top of a screen: where we are, its title with marks beside it, its actions at the right.
public final class PageHead extends HBox {
    /// One step of the way here; the last one is the screen itself.
    public record Crumb(String text, Runnable open) {}

    private final HBox beside = Labels.row(10);
    private final HBox actions = Labels.row(10);
    private final Label title;

    public PageHead(String titleText, List<Crumb> crumbs) {
        getStyleClass().add("page-head");
        title = Labels.text(titleText, "page-title");
        title.setId("page-title");
        beside.getChildren().add(title);
        VBox left = new VBox(2, crumbBar(crumbs), beside);
        actions.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(left, Labels.spring(), actions);
        setAlignment(Pos.BOTTOM_LEFT);
    }

    public Label title() {
        return title;
    }

    /// Puts marks beside the title.
    public void beside(Node... marks) {
        beside.getChildren().setAll(title);
        beside.getChildren().addAll(marks);
    }

    public void actions(Node... nodes) {
        actions.getChildren().setAll(nodes);
    }

    private static BreadCrumbBar<Crumb> crumbBar(List<Crumb> crumbs) {
        BreadCrumbBar<Crumb> bar = new BreadCrumbBar<>();
        bar.getStyleClass().add("crumbs");
        bar.setAutoNavigationEnabled(false);
        TreeItem<Crumb> last = BreadCrumbBar.buildTreeModel(crumbs.toArray(Crumb[]::new));
        bar.setCrumbFactory(item -> {
            Button button = new Button(item.getValue().text());
            button.getStyleClass().add("crumb");
            button.setFocusTraversable(!item.isLeaf());
            if (item.isLeaf()) {
                button.getStyleClass().add(item.getParent() == null ? "crumb-only" : "crumb-here");
            }
            if (item.getParent() != null) {
                button.setGraphic(Labels.text("›", "crumb-arrow"));
            }
            return button;
        });
        bar.setOnCrumbAction(event -> event.getSelectedCrumb().getValue().open().run());
        bar.setSelectedCrumb(last);
        return bar;
    }
}
