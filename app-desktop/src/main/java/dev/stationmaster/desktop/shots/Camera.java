package dev.stationmaster.desktop.shots;

import dev.stationmaster.desktop.theme.Theme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/// Holds the console in a scene of a given size and photographs it; the scene may be larger than the screen.
public final class Camera {
    private final Stage stage = new Stage();
    private final Scene scene;

    /// Made on the FX thread.
    public Camera(Region root, Theme theme, double width, double height) {
        scene = new Scene(root, width, height);
        theme.dress(scene);
        stage.setScene(scene);
        stage.show();
    }

    /// Starts JavaFX; once for each program.
    public static void start() throws InterruptedException, TimeoutException {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Platform.startup(() -> ready.complete(null));
        Platform.setImplicitExit(false);
        await(ready);
    }

    /// Runs something on the FX thread and waits for it.
    public static <T> T onFx(Callable<T> action) throws InterruptedException, TimeoutException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                done.complete(action.call());
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        return await(done);
    }

    /// Lets the scene lay itself out and draw for some beats of a tenth of a second.
    public void settle(int beats) throws InterruptedException, TimeoutException {
        for (int i = 0; i < beats; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            onFx(() -> {
                scene.getRoot().applyCss();
                scene.getRoot().layout();
                return true;
            });
        }
    }

    /// Writes what is seen as a PNG.
    public void shoot(Path file) throws InterruptedException, TimeoutException, IOException {
        WritableImage image = onFx(() -> scene.snapshot(null));
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
    }

    public Scene scene() {
        return scene;
    }

    public void close() throws InterruptedException, TimeoutException {
        onFx(() -> {
            stage.hide();
            return true;
        });
    }

    private static <T> T await(CompletableFuture<T> future) throws InterruptedException, TimeoutException {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the action on the FX thread failed", failure.getCause());
        }
    }
}
