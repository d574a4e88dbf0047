package dev.stationmaster.desktop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.PasswordHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    @TempDir
    Path directory;

    private final List<Supervisor> supervisors = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    @AfterEach
    void stop() {
        supervisors.forEach(Supervisor::stop);
    }

    @Test
    void startsThreeNodesTellsTheirAddressesAndStopsWithinFiveSeconds() throws IOException {
        StartedCluster started = start(3);
        assertThat(started.nodes()).extracting(StartedCluster.Node::id).containsExactly(1, 2, 3);
        assertThat(started.toJson()).startsWith("{\"event\":\"ready\",\"nodes\":[{\"id\":1,\"pid\":");
        RunningSupervisor running = running();
        ClusterStatus status = running.status();
        assertThat(status.nodes()).extracting(ClusterStatus.Node::state).containsOnly("healthy");
        assertThat(status.postgres().state()).isEqualTo("healthy");
        assertThat(status.state()).isEqualTo("running");
        assertThat(Files.getPosixFilePermissions(directory.resolve("data/run/credentials.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("data/secrets.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        List<ProcessHandle> all = processes(started, status);
        long begin = System.nanoTime();
        supervisors.getFirst().stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(all).noneMatch(ProcessHandle::isAlive);
        assertThat(RunningSupervisor.find(data())).isEmpty();
    }

    @Test
    void aKilledChildComesBackAndOneKilledOnRequestStaysDown() {
        start(1);
        RunningSupervisor running = running();
        long first = pid(running);
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            ClusterStatus.Node node = running.status().nodes().getFirst();
            return node.state().equals("healthy") && node.restarts() == 1;
        });
        assertThat(pid(running)).isNotEqualTo(first);
        assertThat(running.status().nodes().getFirst().lastExit().code()).isEqualTo(137);

        running.killNode(1);
        assertThat(running.status().nodes().getFirst().state()).isEqualTo("stopped");
        assertThat(running.status().nodes().getFirst().pid()).isNull();
        running.startNode(1);
        assertThat(running.status().nodes().getFirst().state()).isEqualTo("healthy");
        running.stopNode(1);
        assertThat(running.status().nodes().getFirst().state()).isEqualTo("stopped");
        assertThatThrownBy(() -> running.killNode(2))
                .hasMessageContaining("no node 2")
                .hasMessageContaining("1..1");
    }

    @Test
    void aKilledPostmasterComesBack() {
        start(1);
        RunningSupervisor running = running();
        long first = running.status().postgres().pid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            ClusterStatus.Service database = running.status().postgres();
            return database.state().equals("healthy") && database.pid() != first;
        });
    }

    @Test
    void aDirectoryInUseIsRefused() {
        start(1);
        assertThatThrownBy(() -> start(1)).isInstanceOfSatisfying(ClusterException.class, cause -> {
            assertThat(cause.exitCode()).isEqualTo(ClusterException.DATA_IN_USE);
            assertThat(cause.text()).contains(data().toString()).contains("pid");
        });
        assertThat(running().status().nodes().getFirst().state()).isEqualTo("healthy");
    }

    @Test
    void aNodeThatSaysWhyItCannotStartEndsTheStartWithItsWords() throws IOException {
        start(1);
        supervisors.getFirst().stop();
        Files.createFile(directory.resolve("data/node-1/fail"));
        assertThatThrownBy(() -> start(1))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("node-1")
                .hasMessageContaining("told to fail");
        assertThat(RunningSupervisor.find(data())).isEmpty();
    }

    @Test
    void anotherNodeCountNamesScaleAndAnotherPasswordIsRefused() {
        start(1);
        supervisors.getFirst().stop();
        assertThatThrownBy(() -> start(3)).hasMessageContaining("scale --nodes 3");
        ClusterOptions other = new ClusterOptions(
                data(),
                Optional.empty(),
                ClusterOptions.LOOPBACK,
                true,
                PortBases.NONE,
                Optional.of("other"),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> new Supervisor(other, ClusterFixture.PROGRAMS).start(notices::add))
                .hasMessageContaining("--password");
    }

    @Test
    void aPasswordThatRootChangedIsKeptAndMayBeGiven() {
        start(1);
        Credentials credentials = Credentials.read(data()).orElseThrow();
        MetadataConfig database =
                new MetadataConfig(credentials.jdbcUrl(), credentials.jdbcUser(), credentials.jdbcPassword());
        try (MetadataStores stores = MetadataStores.open(database)) {
            assertThat(PasswordHash.matches(
                            "memphis",
                            stores.users().byName("root").orElseThrow().passwordHash()))
                    .isTrue();
            stores.users().setPasswordHash("root", PasswordHash.of("changed"));
        }
        supervisors.getFirst().stop();
        start(1);
        assertThat(Credentials.read(data()).orElseThrow().rootPassword()).isEmpty();
        supervisors.getLast().stop();
        ClusterOptions given = new ClusterOptions(
                data(),
                Optional.empty(),
                ClusterOptions.LOOPBACK,
                true,
                PortBases.NONE,
                Optional.of("changed"),
                Optional.empty(),
                Optional.empty());
        Supervisor supervisor = new Supervisor(given, ClusterFixture.PROGRAMS);
        supervisors.add(supervisor);
        supervisor.start(notices::add);
        assertThat(Credentials.read(data()).orElseThrow().rootPassword()).isEqualTo("changed");
    }

    @Test
    void chosenPortsAreKeptWhileFreeAndReplacedWhenTaken() throws IOException {
        StartedCluster first = start(1);
        supervisors.getFirst().stop();
        int rest = port(first.rest());
        assertThat(rest).isBetween(10_000, 32_767);
        try (ServerSocket taken = new ServerSocket(rest, 1, InetAddress.getByName("127.0.0.1"))) {
            StartedCluster second = start(1);
            assertThat(second.rest()).isNotEqualTo(first.rest());
            assertThat(second.api()).isEqualTo(first.api());
            assertThat(second.nodes().getFirst().client())
                    .isEqualTo(first.nodes().getFirst().client());
            assertThat(taken.getLocalPort()).isEqualTo(rest);
        }
    }

    @Test
    void whatAKilledSupervisorLeftEndsOrIsEnded() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeSupervisorMain.class.getName(),
                        data().toString(),
                        "1")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = process.inputReader().readLine();
        StartedCluster started = StartedCluster.fromJson(line);
        ClusterStatus status = running().status();
        process.destroyForcibly().waitFor();

        ProcessHandle postmaster = ProcessHandle.of(status.postgres().pid()).orElseThrow();
        await("node and gateway end with the supervisor")
                .atMost(Duration.ofSeconds(10))
                .until(() -> alive(started.nodes().getFirst().pid()) + alive(started.gatewayPid()) == 0);
        assertThat(postmaster.isAlive()).isTrue();
        assertThat(RunningSupervisor.find(data())).isEmpty();

        start(1);
        assertThat(postmaster.isAlive()).isFalse();
        assertThat(notices).singleElement().asString().contains("postgres");
    }

    private StartedCluster start(int nodes) {
        Supervisor supervisor = ClusterFixture.supervisor(data().root(), nodes);
        StartedCluster started = supervisor.start(notices::add);
        supervisors.add(supervisor);
        return started;
    }

    private DataDirectory data() {
        return new DataDirectory(directory.resolve("data"));
    }

    private RunningSupervisor running() {
        return RunningSupervisor.find(data()).orElseThrow();
    }

    private static long pid(RunningSupervisor running) {
        return running.status().nodes().getFirst().pid();
    }

    private static int alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() ? 1 : 0;
    }

    private static int port(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    private static List<ProcessHandle> processes(StartedCluster started, ClusterStatus status) {
        List<Long> pids = new ArrayList<>(
                started.nodes().stream().map(StartedCluster.Node::pid).toList());
        pids.add(started.gatewayPid());
        pids.add(status.postgres().pid());
        return pids.stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
    }
}
