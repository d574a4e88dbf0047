package dev.stationmaster.desktop.theme;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Listens to what JavaFX complains of in style sheets while it is open.
final class StyleWarnings extends Handler implements AutoCloseable {
    private static final Logger CSS = Logger.getLogger("javafx.css");
    private final List<String> heard = new CopyOnWriteArrayList<>();

    StyleWarnings() {
        CSS.addHandler(this);
    }

    List<String> heard() {
        return heard;
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            heard.add(entry.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        CSS.removeHandler(this);
    }
}
