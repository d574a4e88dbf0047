package dev.stationmaster.desktop.link;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.desktop.cluster.ClusterOptions;
import dev.stationmaster.desktop.cluster.ClusterStatus;
import dev.stationmaster.desktop.cluster.DataDirectory;
import dev.stationmaster.desktop.cluster.DetachedSupervisor;
import dev.stationmaster.desktop.cluster.PortBases;
import dev.stationmaster.desktop.cluster.PortSurvey;
import dev.stationmaster.desktop.cluster.RunningSupervisor;
import dev.stationmaster.desktop.cluster.StartedCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// The local cluster behind a supervisor of its own, which is started detached and outlives the console.
public final class SupervisedCluster implements LocalCluster {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final DataDirectory standard;

    /// @param data the folder to use when the user names no other
    public SupervisedCluster(Path data) {
        this.standard = new DataDirectory(data);
    }

    /// The folder that every program of ours uses on this computer.
    public static SupervisedCluster ofThisUser() {
        return new SupervisedCluster(DataDirectory.standard(System.getenv()).root());
    }

    @Override
    public Path defaultData() {
        return standard.root();
    }

    @Override
    public int storedNodes(Path data) {
        return PortSurvey.storedNodes(new DataDirectory(data));
    }

    @Override
    public List<PortCheck> check(Plan plan) {
        return asked(() -> PortSurvey.of(options(plan)).stream()
                .map(found -> new PortCheck(
                        found.key().name().toLowerCase(Locale.ROOT),
                        found.node(),
                        found.port(),
                        found.free() ? PortCheck.Finding.FREE : PortCheck.Finding.TAKEN,
                        found.holder()))
                .toList());
    }

    @Override
    public Running start(Plan plan, Consumer<Step> progress) throws InterruptedException {
        DataDirectory data = new DataDirectory(plan.data());
        try (StartWatch watch = new StartWatch(data, plan.nodes(), progress)) {
            watch.start();
            StartedCluster started = DetachedSupervisor.start(options(plan));
            watch.done();
            return running(data, started.api(), started.nodes().size());
        } catch (ClusterException failure) {
            throw said(failure);
        }
    }

    @Override
    public Optional<Running> running(Path data) {
        DataDirectory directory = new DataDirectory(data);
        return asked(() -> RunningSupervisor.find(directory)
                .map(RunningSupervisor::status)
                .filter(ClusterStatus::running)
                .map(status -> running(directory, status.api(), status.nodes().size())));
    }

    @Override
    public void stop(Path data) {
        asked(() -> {
            RunningSupervisor.find(new DataDirectory(data)).ifPresent(found -> found.stop(STOP_PATIENCE));
            return data;
        });
    }

    private static ClusterOptions options(Plan plan) {
        DataDirectory data = new DataDirectory(plan.data());
        return new ClusterOptions(
                data,
                Optional.of(plan.nodes()),
                ClusterOptions.LOOPBACK,
                plan.freePorts(),
                PortBases.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Running running(DataDirectory data, String api, int nodes) {
        dev.stationmaster.desktop.cluster.Credentials kept = dev.stationmaster.desktop.cluster.Credentials.read(data)
                .orElseThrow(() -> LinkException.refused(
                        "SM-CREDENTIALS", "the cluster in " + data + " runs, but its credentials cannot be read"));
        return new Running(data.root(), nodes, new Credentials(URI.create(api), kept.rootUser(), kept.rootPassword()));
    }

    private static <T> T asked(Callable<T> question) {
        try {
            return question.call();
        } catch (ClusterException failure) {
            throw said(failure);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static LinkException said(ClusterException failure) {
        return LinkException.refused(failure.code(), failure.text());
    }
}
