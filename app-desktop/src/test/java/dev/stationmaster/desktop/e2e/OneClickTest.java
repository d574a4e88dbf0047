package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.desktop.boot.ConsoleRooms;
import dev.stationmaster.desktop.link.SupervisedCluster;
import dev.stationmaster.desktop.preferences.Preferences;
import dev.stationmaster.desktop.shell.Session;
import dev.stationmaster.desktop.task.FxTaskRunner;
import dev.stationmaster.desktop.theme.Theme;
import dev.stationmaster.desktop.theme.Tone;
import dev.stationmaster.gateway.view.MessagesView.Message;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
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

/// From an empty folder to the first message on the screen: two times Enter, a real cluster, no other input.
@ExtendWith(ApplicationExtension.class)
class OneClickTest {
    @TempDir
    static Path folder;

    private final FxTaskRunner runner = new FxTaskRunner();
    private final SupervisedCluster local = new SupervisedCluster(folder.resolve("data"));
    private ConsoleRooms rooms;

    @Start
    void open(Stage stage) {
        Theme theme = new Theme(Tone.LIGHT);
        rooms = new ConsoleRooms(
                local,
                new Session(),
                theme,
                runner,
                Preferences.read(folder.resolve("preferences")),
                Clock.systemUTC());
        rooms.firstRun().freePortsProperty().set(true);
        Scene scene = new Scene(rooms.shell(), 960, 900);
        theme.dress(scene);
        stage.setScene(scene);
        stage.show();
        runner.every(Duration.ofSeconds(1), rooms.shell()::tick);
    }

    @AfterEach
    void stop() {
        local.stop(local.defaultData());
        runner.close();
    }

    @Test
    void oneClickStartsAClusterAndTheFirstMessageIsSeenWithItsLag(FxRobot robot) throws Exception {
        seen(robot, "#act-start", 20);
        robot.type(KeyCode.ENTER);
        seen(robot, "#act-first-send", 120);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> robot.lookup("#act-first-send").query().isFocused());
        robot.type(KeyCode.ENTER);
        seen(robot, "#screen-station-messages", 30);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            TableView<Message> table = robot.lookup("#messages-table").query();
            assertThat(table.getItems()).hasSize(1);
            assertThat(table.getSelectionModel().getSelectedItem())
                    .isNotNull()
                    .extracting(Message::sequence)
                    .isEqualTo(1L);
        });

        aGroupThatDoesNotRead();
        robot.clickOn("#tab-overview");
        seen(robot, "#railway-map", 20);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Node map = robot.lookup("#railway-map").query();
            assertThat(map.getAccessibleText()).contains("group readers has a lag of 1");
        });
    }

    /// A consumer group that has read nothing, made as any NATS client makes it.
    private void aGroupThatDoesNotRead() throws Exception {
        var connect = rooms.desk().session().link().connect();
        Options options = Options.builder()
                .server("nats://" + connect.clients().getFirst())
                .userInfo(connect.user(), "memphis")
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        try (Connection connection = Nats.connect(options)) {
            connection
                    .jetStreamManagement()
                    .addOrUpdateConsumer(
                            "hello$1",
                            ConsumerConfiguration.builder()
                                    .durable("readers")
                                    .ackPolicy(AckPolicy.Explicit)
                                    .build());
        }
    }

    private static void seen(FxRobot robot, String id, int seconds) {
        await().atMost(Duration.ofSeconds(seconds))
                .untilAsserted(() -> assertThat(robot.lookup(id).tryQuery())
                        .as("%s among %s", id, texts(robot))
                        .isPresent());
    }

    private static List<String> texts(FxRobot robot) {
        return robot.lookup(node -> node instanceof Labeled).queryAll().stream()
                .map(node -> ((Labeled) node).getText())
                .filter(text -> text != null && !text.isBlank())
                .toList();
    }
}
