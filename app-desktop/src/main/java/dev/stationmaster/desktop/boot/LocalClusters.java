package dev.stationmaster.desktop.boot;

import dev.stationmaster.desktop.link.LinkException;
import dev.stationmaster.desktop.link.LocalCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The local cluster of this computer, as the console starts and finds it.
final class LocalClusters implements LocalCluster {
    static LocalCluster onThisComputer() {
        return new LocalClusters();
    }

    @Override
    public Path defaultData() {
        return Path.of(System.getProperty("user.home", "."), ".local", "share", "stationmaster");
    }

    @Override
    public int storedNodes(Path data) {
        return 0;
    }

    @Override
    public List<PortCheck> check(Plan plan) {
        return List.of();
    }

    @Override
    public Running start(Plan plan, Consumer<Step> progress) {
        throw LinkException.refused("SM-NOT-YET", "starting from the console is not there yet; use `stationmaster up`");
    }

    @Override
    public Optional<Running> running(Path data) {
        return Optional.empty();
    }

    @Override
    public void stop(Path data) {
        throw LinkException.refused(
                "SM-NOT-YET", "stopping from the console is not there yet; use `stationmaster down`");
    }
}
