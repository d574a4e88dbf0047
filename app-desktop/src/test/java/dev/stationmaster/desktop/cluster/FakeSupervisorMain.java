package dev.stationmaster.desktop.cluster;

import java.nio.file.Path;
import java.util.Optional;

/// A supervisor in a process of its own, with fake children: `DATA NODES`.
public final class FakeSupervisorMain {
    private FakeSupervisorMain() {}

    public static void main(String[] args) throws InterruptedException {
        Supervisor supervisor = new Supervisor(
                ClusterFixture.options(Path.of(args[0]), Optional.of(Integer.parseInt(args[1]))),
                ClusterFixture.PROGRAMS);
        System.out.println(supervisor.start(notice -> {}).toJson());
        supervisor.awaitStopped();
        System.exit(0);
    }
}
