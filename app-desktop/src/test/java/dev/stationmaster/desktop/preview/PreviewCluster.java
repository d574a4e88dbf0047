package dev.stationmaster.desktop.preview;

import dev.stationmaster.desktop.link.Credentials;
import dev.stationmaster.desktop.link.LocalCluster;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A local cluster that never starts anything.
public class PreviewCluster implements LocalCluster {
    public boolean portTaken;

    @Override
    public Path defaultData() {
        return Path.of("/home/ana/.local/share/stationmaster");
    }

    @Override
    public int storedNodes(Path data) {
        return 0;
    }

    @Override
    public List<PortCheck> check(Plan plan) {
        List<PortCheck> checks = new ArrayList<>();
        int[] ports = {6666, 7770, 8222, 4444, 9000, 7777, 5432};
        String[] names = {"client", "websocket", "monitor", "rest", "api", "exporter", "postgres"};
        for (int i = 0; i < ports.length; i++) {
            boolean taken = portTaken && ports[i] == 5432;
            checks.add(new PortCheck(
                    names[i],
                    i < 3 ? 1 : 0,
                    ports[i],
                    taken ? PortCheck.Finding.TAKEN : PortCheck.Finding.FREE,
                    taken ? "postgres (pid 812)" : ""));
        }
        return checks;
    }

    @Override
    public Running start(Plan plan, Consumer<Step> progress) {
        for (String step : List.of("supervisor", "database", "nodes", "gateway", "login")) {
            progress.accept(new Step(step, Step.Phase.RUNNING, 0));
            progress.accept(new Step(step, Step.Phase.DONE, 812));
        }
        return new Running(
                plan.data(), plan.nodes(), new Credentials(URI.create("http://127.0.0.1:9000"), "root", "memphis"));
    }

    @Override
    public Optional<Running> running(Path data) {
        return Optional.empty();
    }

    @Override
    public void stop(Path data) {}
}
