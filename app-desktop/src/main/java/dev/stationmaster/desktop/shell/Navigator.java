package dev.stationmaster.desktop.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Where we are, and the way back. Confined to the thread of the view models.
public final class Navigator {
    private static final int HISTORY = 50;

    private final ReadOnlyObjectWrapper<Place> place;
    private final Deque<Place> back = new ArrayDeque<>();

    public Navigator(Place first) {
        place = new ReadOnlyObjectWrapper<>(first);
    }

    public ReadOnlyObjectProperty<Place> placeProperty() {
        return place.getReadOnlyProperty();
    }

    public Place place() {
        return place.get();
    }

    public void go(Place next) {
        if (next.equals(place.get())) {
            return;
        }
        back.push(place.get());
        if (back.size() > HISTORY) {
            back.removeLast();
        }
        place.set(next);
    }

    /// Goes back one step; does nothing at the first place.
    public void back() {
        if (!back.isEmpty()) {
            place.set(back.pop());
        }
    }
}
