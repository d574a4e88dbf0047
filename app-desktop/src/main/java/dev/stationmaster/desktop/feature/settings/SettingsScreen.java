package dev.stationmaster.desktop.feature.settings;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.PageHead;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.shell.Screen;
import dev.stationmaster.desktop.theme.Tone;
import java.nio.file.Path;
import java.util.List;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;

/// What the user can choose: the look; and where things are kept.
public final class SettingsScreen implements Screen {
    private final Desk desk;
    private final VBox root;

    public SettingsScreen(Desk desk, Path data, Path preferencesFile) {
        this.desk = desk;
        PageHead head = new PageHead(t("nav.settings"), List.of(new PageHead.Crumb(t("nav.settings"), () -> {})));
        Card look = Card.titled(t("settings.look"));
        look.getChildren().add(line(t("settings.theme"), t("settings.theme.detail"), tones()));
        Card kept = Card.titled(t("settings.kept"));
        kept.getChildren()
                .addAll(
                        line(t("settings.data"), data.toString(), Labels.text("")),
                        line(t("settings.preferences"), preferencesFile.toString(), Labels.text("")),
                        line(t("settings.quiet"), t("settings.quiet.detail"), Labels.text("")));
        root = new VBox(12, head, look, kept);
        root.setId("screen-settings");
    }

    @Override
    public Region node() {
        return root;
    }

    private static Node line(String title, String detail, Node control) {
        VBox words = new VBox(2, Labels.text(title, "strong"), Labels.text(detail, "key-value"));
        var row = Labels.row(12, words, Labels.spring(), control);
        row.getStyleClass().add("setting-row");
        return row;
    }

    private Node tones() {
        ToggleGroup group = new ToggleGroup();
        SegmentedButton segments = new SegmentedButton();
        String kept = desk.preferences().get("tone", "");
        for (String choice : List.of("", Tone.LIGHT.name(), Tone.DARK.name())) {
            ToggleButton button = new ToggleButton(t("settings.tone." + choice));
            button.setId("tone-" + (choice.isEmpty() ? "system" : choice.toLowerCase(java.util.Locale.ROOT)));
            button.setToggleGroup(group);
            button.setSelected(choice.equals(kept));
            button.setOnAction(event -> {
                button.setSelected(true);
                desk.preferences().put("tone", choice);
                desk.theme().toneProperty().set(choice.isEmpty() ? system() : Tone.valueOf(choice));
            });
            segments.getButtons().add(button);
        }
        return segments;
    }

    private static Tone system() {
        return Platform.getPreferences().getColorScheme() == ColorScheme.LIGHT ? Tone.LIGHT : Tone.DARK;
    }
}
