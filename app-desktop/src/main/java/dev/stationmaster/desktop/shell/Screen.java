package dev.stationmaster.desktop.shell;

import dev.stationmaster.desktop.task.LiveModel;
import java.util.List;
import javafx.scene.layout.Region;

/// What fills the middle of the window at a place. Only the screen that is seen is refreshed.
public interface Screen {
    Region node();

    /// The models to refresh while this screen is seen.
    default List<LiveModel<?>> live() {
        return List.of();
    }

    /// Focuses the filter of this screen, if it has one.
    default void find() {}

    /// Closes or cancels the nearest thing; false when there is nothing to close.
    default boolean escape() {
        return false;
    }
}
