package dev.stationmaster.engine.boot;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// One bare broker with a file, on a free port.
record ConfiguredBroker(Program.Running running) implements AutoCloseable {

    /// @param json the file, with ' for "
    static ConfiguredBroker start(Path store, String json) throws Exception {
        return new ConfiguredBroker(BrokerMain.start(new String[] {
            "--port",
            "0",
            "--store",
            store.toString(),
            "--config",
            file(store, json).toString()
        }));
    }

    private static Path file(Path store, String json) throws IOException {
        Files.createDirectories(store);
        return Files.writeString(store.resolve("broker.json"), json.replace('\'', '"'));
    }

    String url() {
        return "nats://" + running.ready().get("client");
    }

    Connection connect() throws Exception {
        return Nats.connect(url());
    }

    Connection connect(String user) throws Exception {
        return Nats.connect(Options.builder().server(url()).userInfo(user, "pw").build());
    }

    @Override
    public void close() throws Exception {
        running.node().close();
    }
}
