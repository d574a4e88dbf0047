package dev.stationmaster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.desktop.boot.ConsoleRooms;
import dev.stationmaster.desktop.preferences.Preferences;
import dev.stationmaster.desktop.preview.PreviewCluster;
import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.desktop.task.FxTaskRunner;
import dev.stationmaster.desktop.theme.Theme;
import dev.stationmaster.desktop.theme.Tone;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class ConsoleWindowTest {
    @TempDir
    static Path folder;

    private final PreviewLink link = new PreviewLink();
    private final FxTaskRunner runner = new FxTaskRunner();
    private ConsoleRooms rooms;

    @Start
    void open(Stage stage) {
        Session session = new Session();
        session.connect(link);
        Theme theme = new Theme(Tone.DARK);
        rooms = new ConsoleRooms(
                new PreviewCluster(),
                session,
                theme,
                runner,
                Preferences.read(folder.resolve("preferences")),
                Clock.systemUTC());
        Scene scene = new Scene(rooms.shell(), 960, 900);
        theme.dress(scene);
        stage.setScene(scene);
        stage.show();
        rooms.shell().tick();
    }

    @AfterEach
    void end() {
        runner.close();
    }

    @Test
    void keysLeadToThePlacesAndThePaletteToAStation(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT2).release(KeyCode.CONTROL);
        seen(robot, "#screen-stations");
        seen(robot, "#stations-table");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> robot.lookup("#stations-table")
                                .<TableView<?>>query()
                                .getItems()
                                .size()
                        == 7);
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        robot.write("pay mes");
        robot.type(KeyCode.ENTER);
        seen(robot, "#screen-station-messages");
        assertThat(rooms.desk().navigator().place()).isEqualTo(new Place.Station("payments", Place.Tab.MESSAGES));
    }

    @Test
    void killAsksFirstAndIsCalledOnce(FxRobot robot) {
        seen(robot, "#act-node-3-kill");
        robot.clickOn("#act-node-3-kill");
        seen(robot, "#dialog-act");
        assertThat(robot.lookup("#dialog-cancel").queryButton().isFocused()).isTrue();
        assertThat(link.calls).doesNotContain("node 3 KILL");
        robot.doubleClickOn("#dialog-act");
        await().atMost(Duration.ofSeconds(10)).until(() -> link.calls.contains("node 3 KILL"));
        assertThat(link.calls.stream().filter("node 3 KILL"::equals)).hasSize(1);
    }

    @Test
    void removingAStationNeedsItsNameTyped(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT2).release(KeyCode.CONTROL);
        seen(robot, "#stations-table");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !robot.lookup("#stations-table")
                        .<TableView<?>>query()
                        .getItems()
                        .isEmpty());
        robot.interact(() -> robot.lookup("#stations-table")
                .<TableView<?>>query()
                .getSelectionModel()
                .select(0));
        robot.clickOn("#act-station-remove");
        seen(robot, "#dialog-typed");
        Button act = robot.lookup("#dialog-act").queryButton();
        assertThat(act.isDisabled()).isTrue();
        robot.type(KeyCode.ENTER);
        assertThat(link.calls).doesNotContain("remove audit");
        robot.clickOn("#dialog-typed").write("audit");
        assertThat(act.isDisabled()).isFalse();
        robot.clickOn("#dialog-act");
        await().atMost(Duration.ofSeconds(10)).until(() -> link.calls.contains("remove audit"));
    }

    @Test
    void escapeClosesTheNearestThing(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        assertThat(robot.lookup("#palette-field").query().isFocused()).isTrue();
        robot.type(KeyCode.ESCAPE);
        assertThat(robot.lookup("#palette-field")
                        .query()
                        .getParent()
                        .getParent()
                        .isVisible())
                .isFalse();
    }

    private static void seen(FxRobot robot, String id) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> robot.lookup(id).tryQuery().isPresent());
    }
}
