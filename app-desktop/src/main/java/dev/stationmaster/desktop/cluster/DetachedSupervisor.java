package dev.stationmaster.desktop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Starts a supervisor that outlives this process.
public final class DetachedSupervisor {
    private static final String LAUNCHER = "dev.stationmaster.desktop.boot.Launcher";
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    private DetachedSupervisor() {}

    /// Blocks until the cluster is ready. An interrupt stops cleanly what was begun.
    ///
    /// @throws ClusterException as the supervisor told it
    public static StartedCluster start(ClusterOptions options) throws InterruptedException {
        options.data().create();
        List<String> command = JavaCommand.supervisor(LAUNCHER);
        command.addAll(words(options));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            options.data().log("supervisor-errors").toFile()));
            builder.environment().putAll(environment(options));
            return awaitReady(builder.start(), options);
        } catch (IOException cause) {
            throw ClusterException.failed("SM-PROCESS-START", "cannot run a supervisor: " + cause.getMessage());
        }
    }

    private static StartedCluster awaitReady(Process process, ClusterOptions options)
            throws IOException, InterruptedException {
        process.getOutputStream().close();
        String[] line = new String[1];
        Thread reader = Thread.ofPlatform().daemon().name("supervisor-line").start(() -> line[0] = firstLine(process));
        try {
            reader.join();
        } catch (InterruptedException interrupted) {
            process.toHandle().destroy();
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            throw interrupted;
        }
        return started(line[0], process, options);
    }

    private static String firstLine(Process process) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            return line == null ? "" : line;
        } catch (IOException ended) {
            return "";
        }
    }

    private static StartedCluster started(String line, Process process, ClusterOptions options)
            throws InterruptedException {
        try {
            JsonNode json = JsonFile.JSON.readTree(line);
            if (!json.isObject()) {
                throw endedSilently(options);
            }
            if (json.path("event").asString("").equals("ready")) {
                return StartedCluster.fromJson(line);
            }
            int exit = process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    ? process.exitValue()
                    : ClusterException.FAILED;
            throw new ClusterException(
                    json.path("code").asString("SM-START"),
                    exit,
                    json.path("message").asString("it gave no reason"));
        } catch (JacksonException cause) {
            throw endedSilently(options);
        }
    }

    private static ClusterException endedSilently(ClusterOptions options) {
        return ClusterException.failed(
                "SM-START",
                "the supervisor ended without a word (log: " + options.data().log("supervisor-errors") + ")");
    }

    /// Passwords go by the environment: a command line is seen by everybody on the machine.
    private static Map<String, String> environment(ClusterOptions options) {
        Map<String, String> environment = new java.util.HashMap<>();
        options.password().ifPresent(password -> environment.put("STATIONMASTER_PASSWORD", password));
        options.postgresUrl().ifPresent(url -> environment.put("STATIONMASTER_POSTGRES", url));
        return environment;
    }

    private static List<String> words(ClusterOptions options) {
        List<String> words =
                new ArrayList<>(List.of("up", "--json", "--data", options.data().toString(), "--host", options.host()));
        options.nodes().ifPresent(nodes -> words.addAll(List.of("--nodes", String.valueOf(nodes))));
        options.sync().ifPresent(sync -> words.addAll(List.of("--sync", sync)));
        if (options.portsAuto()) {
            words.addAll(List.of("--ports", "auto"));
        }
        if (!options.bases().given().isEmpty()) {
            words.addAll(List.of("--port-base", options.bases().toString()));
        }
        return words;
    }
}
