package dev.stationmaster.desktop.shell;

import dev.stationmaster.desktop.task.BackgroundTask;
import java.util.List;
import javafx.concurrent.Task;
import javafx.scene.layout.Region;
import org.controlsfx.control.PopOver;
import org.controlsfx.control.TaskProgressView;

/// The running tasks in a pop-over, each with its progress and a way to cancel it.
final class TaskDrawer {
    private TaskDrawer() {}

    static void show(Region owner, List<BackgroundTask<?>> tasks) {
        TaskProgressView<Task<Void>> view = new TaskProgressView<>();
        tasks.forEach(task -> view.getTasks().add(new Mirror(task)));
        view.setPrefSize(360, 60.0 + 70 * tasks.size());
        PopOver pop = new PopOver(view);
        pop.setDetachable(false);
        pop.setAnimated(false);
        pop.setArrowLocation(PopOver.ArrowLocation.BOTTOM_RIGHT);
        pop.getRoot().getStylesheets().setAll(owner.getScene().getStylesheets());
        var bounds = owner.localToScreen(owner.getBoundsInLocal());
        pop.show(owner, bounds.getMaxX() - 240, bounds.getMaxY() - 28);
    }

    /// Shows a task of ours where a JavaFX one is asked for; it runs nothing itself.
    private static final class Mirror extends Task<Void> {
        private final BackgroundTask<?> task;

        Mirror(BackgroundTask<?> task) {
            this.task = task;
            updateTitle(task.name());
            task.detailProperty().subscribe(this::updateMessage);
            task.fractionProperty().subscribe(done -> updateProgress(done.doubleValue(), 1));
        }

        @Override
        protected Void call() {
            throw new UnsupportedOperationException("a mirror shows a task and does not run it");
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            task.cancel();
            return super.cancel(mayInterrupt);
        }
    }
}
