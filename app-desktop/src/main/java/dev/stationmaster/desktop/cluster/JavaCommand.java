package dev.stationmaster.desktop.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
                // The JVM's own warnings would go to stdout, which is for the ready line.
                "-Xlog:disable",
                "-Xlog:all=warning,aot*=off:stderr",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=" + nativeAccess(),
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Dstationmaster.log=info"));
        command.addAll(List.of(memory));
        String classPath = System.getProperty("java.class.path");
        archive(classPath).ifPresent(file -> command.add("-XX:AOTCache=" + file));
        command.addAll(List.of("-cp", classPath, mainClass));
        return command;
    }

    /// An installed program has JavaFX among the modules of its runtime. All of its processes give the same answer:
    /// an archive of classes fits only one.
    private static String nativeAccess() {
        return ModuleLayer.boot().findModule("javafx.graphics").isPresent()
                ? "ALL-UNNAMED,javafx.graphics"
                : "ALL-UNNAMED";
    }

    /// What a JVM loaded and learnt when the program was built, beside our own JAR: it halves the time of a start.
    private static Optional<Path> archive(String classPath) {
        Path first = Path.of(classPath.split(File.pathSeparator, 2)[0]);
        return Optional.of(first.resolveSibling("stationmaster.aot")).filter(Files::exists);
    }

    private static Path javaProgram() {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Path windows = bin.resolve("java.exe");
        return Files.exists(windows) ? windows : bin.resolve("java");
    }
}
