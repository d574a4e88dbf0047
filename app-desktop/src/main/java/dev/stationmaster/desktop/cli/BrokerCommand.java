package dev.stationmaster.desktop.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// One bare broker in this process.
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "One bare broker: NATS and JetStream, no metadata, stations or gateway.")
final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "P", description = "Client port (default 4222).")
    private @Nullable Integer port;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where streams are kept (default: a temporary folder).")
    private @Nullable Path store;

    @Option(names = "--monitor-port", paramLabel = "P", description = "Port of /varz and /healthz.")
    private @Nullable Integer monitorPort;

    @Option(names = "--sync", paramLabel = "always|interval", description = "When a message counts as durable.")
    private @Nullable String sync;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "JSON with nats-server's names; a flag wins over it.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<String> words = new ArrayList<>();
        add(words, "--port", port);
        add(words, "--store", store);
        add(words, "--monitor-port", monitorPort);
        add(words, "--sync", sync);
        add(words, "--config", config);
        if (json) {
            words.add("--json");
        }
        return EngineMains.broker(words);
    }

    private static void add(List<String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.addAll(List.of(name, value.toString()));
        }
    }
}
