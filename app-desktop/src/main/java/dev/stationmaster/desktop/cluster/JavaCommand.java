package dev.stationmaster.desktop.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Command lines of our own programs: the same Java and class path as this process, flags by role.
final class JavaCommand {
    /// A terminal's Ctrl-C goes to the whole group; the children leave it, so that they are stopped in order.
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private JavaCommand() {}

    static List<String> node(String mainClass) {
        return java(
                mainClass,
                "-Xms48m",
                "-Xmx384m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40");
    }

    static List<String> gateway(String mainClass) {
        return java(mainClass, "-Xms16m", "-Xmx128m", "-XX:MaxDirectMemorySize=64m", "-XX:TieredStopAtLevel=1");
    }

    static List<String> supervisor(String mainClass) {
        return java(mainClass, "-Xms12m", "-Xmx64m", "-XX:TieredStopAtLevel=1");
    }

    private static List<String> java(String mainClass, String... memory) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(javaProgram().toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Dstationmaster.log=info"));
        command.addAll(List.of(memory));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return command;
    }

    private static Path javaProgram() {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Path windows = bin.resolve("java.exe");
        return Files.exists(windows) ? windows : bin.resolve("java");
    }
}
