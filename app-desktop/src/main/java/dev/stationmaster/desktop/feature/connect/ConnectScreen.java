package dev.stationmaster.desktop.feature.connect;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.PageHead;
import dev.stationmaster.desktop.control.StatePane;
import dev.stationmaster.desktop.control.TabStrip;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.shell.Screen;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.gateway.view.ConnectView;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How to connect a client: addresses, and a snippet for each language.
public final class ConnectScreen implements Screen {
    private final Desk desk;
    private final ConnectModel model;
    private final VBox addresses = new VBox();
    private final StackPane body = new StackPane();
    private final Card snippets = new Card();
    private final VBox root;
    private @Nullable ConnectView shown;

    public ConnectScreen(Desk desk, ConnectModel model) {
        this.desk = desk;
        this.model = model;
        PageHead head = new PageHead(t("nav.connect"), List.of(new PageHead.Crumb(t("nav.connect"), () -> {})));
        Card where = Card.titled(t("connect.where"));
        where.getChildren().add(addresses);
        where.setMinWidth(356);
        HBox.setHgrow(snippets, Priority.ALWAYS);
        HBox both = new HBox(12, where, snippets);
        StatePane<ConnectView> states = new StatePane<>(both, model, Map.of());
        VBox.setVgrow(states, Priority.ALWAYS);
        root = new VBox(12, head, states);
        root.setId("screen-connect");
        model.stateProperty().subscribe(state -> state.best().ifPresent(this::show));
    }

    @Override
    public Region node() {
        return root;
    }

    @Override
    public List<LiveModel<?>> live() {
        return List.of(model);
    }

    private void show(ConnectView view) {
        if (view.equals(shown)) {
            return;
        }
        shown = view;
        addresses.getChildren().clear();
        view.clients().forEach(client -> address(t("connect.client"), client));
        address(t("connect.websocket"), view.host() + ":" + view.websocketPort());
        address(t("connect.rest"), "http://" + view.host() + ":" + view.restPort());
        address(t("connect.api"), "http://" + view.host() + ":" + view.apiPort());
        address(t("connect.exporter"), "http://" + view.host() + ":" + view.exporterPort() + "/metrics");
        address(t("connect.user"), view.user());
        TabStrip tabs = new TabStrip(body);
        for (ConnectModel.Snippet snippet : ConnectModel.snippets(view)) {
            tabs.add("snippet-" + snippet.name().toLowerCase(java.util.Locale.ROOT), snippet.name(), snippet(snippet));
        }
        tabs.select(0);
        VBox.setVgrow(body, Priority.ALWAYS);
        Label note = Labels.paragraph(t("connect.note"), "key-value");
        VBox foot = new VBox(note);
        foot.getStyleClass().add("card-foot");
        snippets.getChildren().setAll(tabs, body, foot);
    }

    private void address(String name, String value) {
        Label key = Labels.text(name, "key-value");
        key.setMinWidth(86);
        HBox row = Labels.row(8, key, Labels.text(value, "mono"), Labels.spring(), copy(value));
        row.getStyleClass().add("cause-row");
        addresses.getChildren().add(row);
    }

    private Node snippet(ConnectModel.Snippet snippet) {
        VBox box = new VBox(12);
        box.getStyleClass().add("card-body");
        if (!snippet.install().isEmpty()) {
            box.getChildren().add(block(snippet.install()));
        }
        box.getChildren().add(block(snippet.code().stripTrailing()));
        return box;
    }

    private Node block(String code) {
        Label text = Labels.paragraph(code, "mono");
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(10, text, Labels.spring(), copy(code));
        row.getStyleClass().add("code-block");
        return row;
    }

    private Button copy(String text) {
        Button button = new Button();
        button.setGraphic(new Icon(Glyph.COPY, 13));
        button.getStyleClass().setAll("status-link");
        button.setAccessibleText(t("connect.copy"));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> {
            ClipboardContent clip = new ClipboardContent();
            clip.putString(text);
            Clipboard.getSystemClipboard().setContent(clip);
            desk.notices().done(t("copied"));
        });
        return button;
    }
}
