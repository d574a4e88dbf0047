package dev.stationmaster.desktop.link;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The cluster on this computer: started as processes of its own, which outlive the console.
///
/// Calls block and are made off the FX thread; an interrupt of [#start] stops cleanly what was begun.
public interface LocalCluster {
    /// What to start.
    ///
    /// @param nodes 1, 3 or 5
    /// @param data folder for everything the cluster keeps
    /// @param freePorts true takes free ports where the usual ones are taken
    record Plan(int nodes, Path data, boolean freePorts) {}

    /// One step of a start, reported when it begins and when it is done.
    record Step(String name, Phase phase, long millis) {
        public enum Phase {
            WAITING,
            RUNNING,
            DONE,
            FAILED
        }
    }

    /// A port as it was found by really binding it.
    ///
    /// @param holder the program that has a taken one, empty where the system does not tell
    record PortCheck(String service, int node, int port, Finding finding, String holder) {
        public enum Finding {
            FREE,
            TAKEN
        }
    }

    /// A running cluster that can be talked to.
    record Running(Path data, int nodes, Credentials credentials) {}

    /// Where data goes when the user names no other folder.
    Path defaultData();

    /// The node count the folder was made for, or 0 when it is new.
    int storedNodes(Path data);

    /// Binds every port that the plan needs, IPv4 and IPv6 loopback, and lets go again.
    List<PortCheck> check(Plan plan);

    /// Starts the cluster and returns when it is ready.
    Running start(Plan plan, Consumer<Step> progress) throws InterruptedException;

    /// The cluster that runs on this folder, if one does.
    Optional<Running> running(Path data);

    /// Stops it whole, gracefully.
    void stop(Path data);
}
