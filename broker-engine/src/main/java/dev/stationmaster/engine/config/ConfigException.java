package dev.stationmaster.engine.config;

import java.nio.file.Path;
import java.util.List;

/// A configuration file that cannot be used; the message lists all its problems.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(Path file, List<String> problems) {
        super("configuration " + file + ": " + String.join("; ", problems));
    }
}
