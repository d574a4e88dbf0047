package dev.stationmaster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.desktop.link.LinkException;
import dev.stationmaster.desktop.shots.Camera;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.DirectTaskRunner;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.desktop.theme.Theme;
import dev.stationmaster.desktop.theme.Tone;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

class StatePaneTest {
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Words model = new Words();
    private boolean offered;

    @BeforeAll
    static void toolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void everyStateShowsItselfWithItsOneAction() throws Exception {
        Camera camera = Camera.onFx(() -> {
            StatePane<String> pane = new StatePane<>(
                    new Label("content"),
                    model,
                    Map.of(
                            ViewState.Reason.NONE_EXIST,
                            new StatePane.Offer(
                                    Glyph.STATIONS, "Nothing", "detail", "Make one", () -> offered = true)));
            return new Camera(pane, new Theme(Tone.DARK), 400, 300);
        });
        await().atMost(Duration.ofSeconds(5)).until(() -> present(camera, "#state-loading"));

        step(camera, () -> model.answer = "");
        assertThat(present(camera, "#state-empty")).isTrue();
        fire(camera, "#state-action");
        assertThat(offered).isTrue();

        step(camera, () -> model.answer = "fresh");
        assertThat(List.of("loading", "empty", "failed", "stale", "partial"))
                .noneMatch(state -> present(camera, "#state-" + state));

        step(camera, () -> model.missing = List.of("node 3"));
        assertThat(present(camera, "#state-partial")).isTrue();

        step(camera, () -> model.failure = LinkException.refused("SM-NO", "not allowed"));
        assertThat(present(camera, "#state-failed")).isTrue();

        step(camera, () -> model.failure = LinkException.unreachable("silent"));
        step(camera, () -> {});
        step(camera, () -> {});
        assertThat(present(camera, "#state-stale")).isTrue();
        step(camera, () -> model.failure = null);
        fire(camera, "#state-action");
        camera.close();
    }

    private void step(Camera camera, Runnable change) throws Exception {
        Camera.onFx(() -> {
            change.run();
            model.refresh();
            return true;
        });
    }

    private static void fire(Camera camera, String id) throws Exception {
        Camera.onFx(() -> {
            if (camera.scene().lookup(id) instanceof javafx.scene.control.Button button) {
                button.fire();
            }
            return true;
        });
    }

    private static boolean present(Camera camera, String id) {
        try {
            return Camera.onFx(() -> camera.scene().lookup(id) != null);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private final class Words extends LiveModel<String> {
        String answer = "";
        List<String> missing = List.of();
        LinkException failure;

        Words() {
            super(runner, Clock.systemUTC());
        }

        @Override
        protected BackgroundTask.Work<String> request() {
            return progress -> {
                if (failure != null) {
                    throw failure;
                }
                return answer;
            };
        }

        @Override
        protected ViewState.Reason emptiness(String value) {
            return value.isEmpty() ? ViewState.Reason.NONE_EXIST : null;
        }

        @Override
        protected List<String> missing(String value) {
            return missing;
        }
    }
}
