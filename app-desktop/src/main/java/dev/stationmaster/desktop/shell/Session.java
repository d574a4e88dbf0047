package dev.stationmaster.desktop.shell;

import dev.stationmaster.desktop.link.ConsoleLink;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/// The cluster that the console is connected to, if any, and whether its figures are live. Owned by the FX thread.
public final class Session {
    private final ReadOnlyObjectWrapper<Optional<ConsoleLink>> link = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final BooleanProperty live = new SimpleBooleanProperty(true);

    public ReadOnlyObjectProperty<Optional<ConsoleLink>> linkProperty() {
        return link.getReadOnlyProperty();
    }

    /// False while the user has paused the refreshing.
    public BooleanProperty liveProperty() {
        return live;
    }

    /// The link of now; screens that need a cluster are opened only while there is one.
    public ConsoleLink link() {
        return link.get().orElseThrow(() -> new IllegalStateException("no cluster is connected"));
    }

    /// Whether the cluster is on this computer.
    public boolean local() {
        return link.get()
                .map(ConsoleLink::address)
                .filter(address ->
                        address.startsWith("127.") || address.startsWith("localhost") || address.startsWith("[::1]"))
                .isPresent();
    }

    public boolean connected() {
        return link.get().isPresent();
    }

    public void connect(ConsoleLink next) {
        link.set(Optional.of(next));
    }

    public void disconnect() {
        link.set(Optional.empty());
    }
}
