package dev.stationmaster.desktop.preferences;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the user chose, in one small file; a file that cannot be read or written costs comfort, never function.
public final class Preferences {
    private static final Logger LOG = LoggerFactory.getLogger(Preferences.class);

    private final Path file;
    private final Properties values = new Properties();

    private Preferences(Path file) {
        this.file = file;
    }

    /// Reads the file, or starts empty where there is none.
    public static Preferences read(Path file) {
        Preferences preferences = new Preferences(file);
        if (Files.isReadable(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                preferences.values.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                LOG.warn("preferences {} cannot be read and start empty: {}", file, unreadable.toString());
            }
        }
        return preferences;
    }

    /// The place each system keeps such a file in.
    public static Path usualFile() {
        String os = System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home", "."));
        Path folder;
        if (os.contains("win")) {
            String roaming = System.getenv("APPDATA");
            folder = (roaming == null ? home : Path.of(roaming)).resolve("Stationmaster");
        } else if (os.contains("mac")) {
            folder = home.resolve("Library/Application Support/Stationmaster");
        } else {
            String config = System.getenv("XDG_CONFIG_HOME");
            folder = (config == null || config.isBlank() ? home.resolve(".config") : Path.of(config))
                    .resolve("stationmaster");
        }
        return folder.resolve("console.properties");
    }

    public String get(String key, String otherwise) {
        return values.getProperty(key, otherwise);
    }

    /// Remembers a choice at once.
    public synchronized void put(String key, String value) {
        if (value.equals(values.getProperty(key))) {
            return;
        }
        values.setProperty(key, value);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path next = file.resolveSibling(file.getFileName() + ".new");
            try (Writer writer = Files.newBufferedWriter(next)) {
                values.store(writer, "Stationmaster console");
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            LOG.warn("preferences {} cannot be written: {}", file, unwritable.toString());
        }
    }
}
