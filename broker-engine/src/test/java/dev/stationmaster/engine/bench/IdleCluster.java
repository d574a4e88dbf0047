package dev.stationmaster.engine.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Starts a cluster of one node twice and a bare broker once, prints the start-up times, and after a wait the memory
/// (PSS: shared pages counted by their share) of every process of the idle cluster.
public final class IdleCluster {
    private static final long GOAL_MB = 600;

    private record Started(Process process, JsonNode ready, long millis) {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        int at = Arrays.asList(args).indexOf("--wait");
        int wait = at < 0 ? 60 : Integer.parseInt(args[at + 1]);
        Path folder = home.resolve("broker-engine/target/bench");
        Files.createDirectories(folder);
        Path data = Files.createTempDirectory(folder, "idle-").resolve("data");
        String program = home.resolve("stationmaster").toString();

        Started bare = start(List.of(
                program,
                "broker",
                "--json",
                "--port",
                "0",
                "--store",
                data.resolveSibling("bare").toString()));
        stop(bare.process());
        List<String> up = List.of(program, "up", "--json", "--ports", "auto", "--data", data.toString());
        Started first = start(up);
        stop(first.process());
        Started second = start(up);
        System.out.printf("bare broker ready after %d ms%n", bare.millis());
        System.out.printf(
                "cluster of one ready after %d ms on first start, %d ms on the next%n",
                first.millis(), second.millis());

        TimeUnit.SECONDS.sleep(wait);
        long sum = 0;
        System.out.printf("memory (PSS) %d s after ready:%n", wait);
        for (Map.Entry<String, Long> part : memory(second, data).entrySet()) {
            System.out.printf("  %-24s %6d MB%n", part.getKey(), part.getValue() / 1024);
            sum += part.getValue();
        }
        System.out.printf("  %-24s %6d MB (goal: under %d MB)%n", "sum", sum / 1024, GOAL_MB);
        stop(second.process());
        try (var paths = Files.walk(data.getParent())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        if (sum / 1024 >= GOAL_MB) {
            System.exit(1);
        }
    }

    private static Started start(List<String> command) throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        long millis = (System.nanoTime() - start) / 1_000_000;
        JsonNode ready = JsonMapper.shared().readTree(line == null ? "{}" : line);
        if (!"ready".equals(ready.path("event").asString())) {
            process.destroy();
            throw new IllegalStateException(command + " said " + line);
        }
        return new Started(process, ready, millis);
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running 30 s after SIGTERM");
        }
    }

    private static Map<String, Long> memory(Started cluster, Path data) throws IOException {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("supervisor", pss(cluster.ready().get("supervisorPid").asLong()));
        for (JsonNode node : cluster.ready().get("nodes")) {
            parts.put("broker " + node.get("id").asInt(), pss(node.get("pid").asLong()));
        }
        parts.put("gateway", pss(cluster.ready().get("gatewayPid").asLong()));
        List<ProcessHandle> postgres = postgres(data);
        long sum = 0;
        for (ProcessHandle process : postgres) {
            sum += pss(process.pid());
        }
        parts.put("postgres (" + postgres.size() + " processes)", sum);
        return parts;
    }

    private static List<ProcessHandle> postgres(Path data) throws IOException {
        List<ProcessHandle> all = new ArrayList<>();
        try (var files = Files.find(data, 4, (path, attributes) -> path.endsWith("postmaster.pid"))) {
            for (Path file : files.toList()) {
                ProcessHandle.of(Long.parseLong(
                                Files.readAllLines(file).getFirst().strip()))
                        .ifPresent(postmaster -> {
                            all.add(postmaster);
                            postmaster.descendants().forEach(all::add);
                        });
            }
        }
        return all;
    }

    private static long pss(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no Pss of " + pid);
    }
}
