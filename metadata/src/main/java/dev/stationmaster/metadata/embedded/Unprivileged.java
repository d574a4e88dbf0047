package dev.stationmaster.metadata.embedded;

import dev.stationmaster.metadata.EmbeddedDatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How PostgreSQL's programs are run: it refuses the superuser, so root starts them in a user namespace of their own,
/// where
/// they are nobody to themselves and keep root's files.
final class Unprivileged {
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    private Unprivileged() {}

    /// What goes before a command: nothing for an ordinary user.
    ///
    /// @throws EmbeddedDatabaseException where a namespace is needed and not to be had
    static List<String> prefix() {
        boolean root = isRoot();
        boolean nameless = System.getProperty("user.name").equals("?");
        if (!root && !nameless) {
            return List.of();
        }
        if (works()) {
            return NAMESPACE;
        }
        throw new EmbeddedDatabaseException(
                "SM-DATABASE-ROOT",
                "PostgreSQL does not run as " + (root ? "root" : "a user without a name")
                        + ", and this system allows no user namespace for it (`unshare -U` failed); run stationmaster"
                        + " as an ordinary user, or name another database with --postgres"
                        + " jdbc:postgresql://host/database");
    }

    private static boolean isRoot() {
        Path self = Path.of("/proc/self");
        try {
            return Files.exists(self)
                    ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                    : "root".equals(System.getProperty("user.name"));
        } catch (IOException | UnsupportedOperationException cause) {
            return false;
        }
    }

    private static boolean works() {
        try {
            Process process = new ProcessBuilder("unshare", "-U", "true")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException cause) {
            return false;
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
