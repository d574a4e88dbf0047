package dev.stationmaster.desktop.boot;

import dev.stationmaster.desktop.cli.CommandLineMain;
import java.util.List;

/// The program. Without a word it is the console, with words the command line, on which no class of JavaFX is loaded.
public final class Launcher {
    private Launcher() {}

    public static void main(String[] words) {
        if (words.length > 0 && List.of("up", "broker").contains(words[0])) {
            // What runs for long tells more than a short command does.
            System.setProperty("stationmaster.log", System.getProperty("stationmaster.log", "info"));
        }
        int code = words.length == 0 ? console() : CommandLineMain.run(words, System.out, System.err);
        System.exit(code);
    }

    private static int console() {
        ConsoleMain.main(new String[0]);
        return 0;
    }
}
