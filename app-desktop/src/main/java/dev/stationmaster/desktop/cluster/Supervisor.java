package dev.stationmaster.desktop.cluster;

import dev.stationmaster.metadata.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Starts a cluster, keeps it running and stops it.
///
/// Start: lock, identity, what a dead supervisor left, ports; then PostgreSQL with its migrations and the nodes at the
/// same
/// time (a node needs no database to be ready), then the gateway, then a login as root at each node. Stop is the
/// reverse.
/// State is confined to the [SupervisorLoop]; `start`, `stop` and `awaitStopped` are for other threads.
public final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration NODE_START_PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOGIN_PATIENCE = Duration.ofMinutes(1);
    private static final Duration GATEWAY_STOP_PATIENCE = Duration.ofSeconds(1);
    private static final Duration NODE_STOP_PATIENCE = Duration.ofSeconds(3);
    private static final Duration SINGLE_NODE_STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration DATABASE_STOP_PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOG_CHECK_PERIOD = Duration.ofMinutes(1);
    private static final long FIRST_START_BYTES_MIN = 160L << 20;

    private final ClusterOptions options;
    private final Programs programs;
    private final SupervisorLoop loop = new SupervisorLoop();
    private final long startedNanos = System.nanoTime();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReentrantLock stopLock = new ReentrantLock();
    private final Processes processes;

    /// Set once by `start`, read by other threads after it.
    private volatile @Nullable Cluster cluster;

    private volatile @Nullable DataLock lock;
    private volatile @Nullable ControlSocket socket;
    private volatile boolean stopping;
    /// Written on the loop; read there.
    private boolean running;

    /// What was made for this start.
    private record Cluster(ClusterPlan plan, Database database, Map<Integer, Supervised> nodes, Supervised gateway) {}

    public Supervisor(ClusterOptions options, Programs programs) {
        this.options = options;
        this.programs = programs;
        this.processes = new Processes(options.data());
    }

    /// Starts everything; blocks until it is ready.
    ///
    /// @param notice told what the user should know, such as processes of a dead supervisor that were ended
    /// @throws ClusterException saying why not; what was started is stopped before it is thrown
    public StartedCluster start(java.util.function.Consumer<String> notice) {
        try {
            Cluster made = prepare(notice);
            cluster = made;
            startProcesses(made);
            loop.execute(() -> running = true);
            loop.repeat(
                    LOG_CHECK_PERIOD, () -> BoundedLog.cutIfFull(options.data().log(Database.NAME)));
            return started(made);
        } catch (RuntimeException cause) {
            stop();
            throw cause;
        }
    }

    /// Blocks until the cluster was stopped, by whomever.
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /// Stops everything in reverse order, gracefully first; returns when all have ended. Repeating it waits for the
    /// first.
    public void stop() {
        stopping = true;
        stopLock.lock();
        try {
            if (stopped.getCount() == 0) {
                return;
            }
            loop.execute(() -> running = false);
            Cluster made = cluster;
            if (made != null) {
                stopAll(List.of(made.gateway()), GATEWAY_STOP_PATIENCE);
                stopAll(made.nodes().values(), NODE_STOP_PATIENCE);
                made.database().stop(DATABASE_STOP_PATIENCE);
            }
            ControlSocket control = socket;
            if (control != null) {
                options.data().supervisorFile().toFile().delete();
                control.close();
            }
            DataLock held = lock;
            if (held != null) {
                loop.call(() -> {
                            processes.close();
                            return true;
                        })
                        .join();
                held.close();
            }
            loop.close();
            stopped.countDown();
        } finally {
            stopLock.unlock();
        }
    }

    private Cluster prepare(java.util.function.Consumer<String> notice) {
        DataDirectory data = options.data();
        PortCheck check = new PortCheck(options.host());
        if (!options.isLocal()
                && JsonFile.read(data.secretsFile(), Secrets.class).isEmpty()) {
            Secrets.requirePassword(options, options.password().orElse(ClusterOptions.DEFAULT_PASSWORD));
        }
        data.create();
        lock = DataLock.take(data);
        requireSpace(data);
        ClusterIdentity identity = ClusterIdentity.loadOrForm(options);
        Secrets secrets = Secrets.loadOrMake(options);
        List<String> left = new ArrayList<>(processes.endLeftOvers());
        EmbeddedDatabase.Config bundled = bundled(secrets, 1);
        if (EmbeddedDatabase.endLeftOver(bundled)) {
            left.add(Database.NAME);
        }
        if (!left.isEmpty()) {
            notice.accept("ended what a dead supervisor had left: " + String.join(", ", left));
        }
        ClusterPorts ports = ports(identity.nodes(), check);
        Database database = secrets.externalDatabase()
                .map(url -> Database.external(ExternalDatabase.parse(url), loop, processes))
                .orElseGet(() -> Database.bundled(bundled(secrets, ports.of(PortKey.POSTGRES)), loop, processes));
        ClusterPlan plan = new ClusterPlan(data, identity, secrets, ports, options.host(), database.connection());
        ControlSocket control = ControlSocket.open(data, this::handle);
        socket = control;
        writeSupervisorFile(control.path());
        return new Cluster(plan, database, supervisedNodes(plan), supervisedGateway(plan, control.path()));
    }

    private ClusterPorts ports(int nodes, PortCheck check) {
        if (options.portsAuto()) {
            ClusterPorts chosen =
                    new PortChoice(check, new SplittableRandom()).choose(nodes, options.bases(), options.data());
            check.require(chosen, nodes);
            JsonFile.write(options.data().portsFile(), new PortChoice.Kept(chosen.byName()));
            return chosen;
        }
        ClusterPorts fixed = ClusterPorts.fixed(nodes, options.bases());
        check.require(fixed, nodes);
        return fixed;
    }

    private EmbeddedDatabase.Config bundled(Secrets secrets, int port) {
        DataDirectory data = options.data();
        return new EmbeddedDatabase.Config(
                data.postgres(),
                programs.postgresPrograms().orElse(data.postgresPrograms()),
                port,
                secrets.postgresPassword(),
                data.log(Database.NAME));
    }

    private static void requireSpace(DataDirectory data) {
        long free = data.root().toFile().getUsableSpace();
        boolean first = !data.clusterFile().toFile().exists();
        if (first && free < FIRST_START_BYTES_MIN) {
            throw ClusterException.failed(
                    "SM-DISK-FULL",
                    "no space for a cluster in " + data + ": " + (free >> 20)
                            + " MB are free (needed for the first start: " + (FIRST_START_BYTES_MIN >> 20) + " MB)");
        }
    }

    private Map<Integer, Supervised> supervisedNodes(ClusterPlan plan) {
        Map<Integer, Supervised> nodes = new LinkedHashMap<>();
        for (int node : plan.nodes()) {
            String name = "node-" + node;
            nodes.put(node, supervised(name, () -> {
                List<String> command = JavaCommand.node(programs.nodeMain());
                command.addAll(List.of("--config", plan.writeNodeConfig(node).toString()));
                return command;
            }));
        }
        return nodes;
    }

    private Supervised supervisedGateway(ClusterPlan plan, Path control) {
        return supervised("gateway", () -> {
            List<String> command = JavaCommand.gateway(programs.gatewayMain());
            command.addAll(List.of("--config", plan.writeGatewayConfig(control).toString()));
            return command;
        });
    }

    private Supervised supervised(String name, java.util.function.Supplier<List<String>> command) {
        BoundedLog log = new BoundedLog(options.data().log(name));
        return new Supervised(name, command, log, loop, processes, () -> running);
    }

    private void startProcesses(Cluster made) {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        CompletableFuture<Boolean> database = loop.call(
                        () -> made.database().start(made.plan().secrets().rootPassword()))
                .thenCompose(started -> started);
        List<CompletableFuture<JsonNode>> nodes =
                made.nodes().values().stream().map(this::startOnLoop).toList();
        CompletableFuture<Void> allNodes = CompletableFuture.allOf(nodes.toArray(CompletableFuture[]::new));
        // The first failure ends the start; waiting for the others would only delay it.
        CompletableFuture<Void> failure = new CompletableFuture<>();
        nodes.forEach(node -> node.whenComplete((line, cause) -> fail(failure, cause)));
        database.whenComplete((none, cause) -> fail(failure, cause));
        await(CompletableFuture.anyOf(failure, CompletableFuture.allOf(allNodes, database)), deadline);
        boolean known = knowsRootPassword(made.plan(), database.join());
        await(startOnLoop(made.gateway()), deadline);
        awaitLogin(made.plan(), known);
    }

    private CompletableFuture<JsonNode> startOnLoop(Supervised process) {
        return loop.call(process::start).thenCompose(ready -> ready);
    }

    private static void fail(CompletableFuture<Void> failure, @Nullable Throwable cause) {
        if (cause != null) {
            failure.completeExceptionally(cause);
        }
    }

    /// Root may have changed the password in the console; then nobody here knows it. One that was given must be right.
    private boolean knowsRootPassword(ClusterPlan plan, boolean matches) {
        if (!matches && options.password().isPresent()) {
            throw ClusterException.failed(
                    "SM-PASSWORD",
                    "--password is not root's password in " + plan.data()
                            + "; leave it out, or change it in the console");
        }
        plan.secrets().save(plan.data());
        JsonFile.write(plan.data().credentialsFile(), plan.credentials(matches));
        return matches;
    }

    /// Nodes learn of root from the metadata a moment after both are ready.
    private void awaitLogin(ClusterPlan plan, boolean asRoot) {
        Secrets secrets = plan.secrets();
        String user = asRoot ? "root" : secrets.internalUser();
        String password = asRoot ? secrets.rootPassword() : secrets.internalPassword();
        long deadline = System.nanoTime() + LOGIN_PATIENCE.toNanos();
        for (int node : plan.nodes()) {
            BrokerProbe probe =
                    new BrokerProbe(plan.reachableHost(), plan.ports().of(PortKey.CLIENT, node));
            for (String why = probe.login(user, password); !why.isEmpty(); why = probe.login(user, password)) {
                if (stopping) {
                    throw ClusterException.failed("SM-STOPPED", "stopped while it was starting");
                }
                if (System.nanoTime() > deadline) {
                    throw ClusterException.failed(
                            "SM-LOGIN",
                            "node " + node + " lets " + user + " not in after " + LOGIN_PATIENCE.toSeconds() + " s: "
                                    + why);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ClusterException.failed("SM-STOPPED", "interrupted while it was starting");
        }
    }

    private void await(CompletableFuture<?> future, long deadline) {
        try {
            future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw ClusterException.failed(
                    "SM-START-TIMEOUT",
                    "the cluster was not ready within " + START_PATIENCE.toSeconds() + " s (logs: "
                            + options.data().logs() + ")");
        } catch (ExecutionException failed) {
            throw unwrapped(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ClusterException.failed("SM-STOPPED", "interrupted while it was starting");
        }
    }

    private static RuntimeException unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private void stopAll(java.util.Collection<Supervised> all, Duration patience) {
        List<Child> children = all.stream()
                .flatMap(process -> onLoop(() -> {
                            List<Child> child = process.child().stream().toList();
                            process.stop();
                            return child;
                        })
                        .stream())
                .toList();
        long deadline = System.nanoTime() + patience.toNanos();
        for (Child child : children) {
            if (!child.awaitExit(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                LOG.warn("pid {} did not end within {}; killing it", child.pid(), patience);
                child.kill();
                child.awaitExit(Duration.ofSeconds(5));
            }
        }
    }

    private <T> T onLoop(java.util.concurrent.Callable<T> work) {
        try {
            return loop.call(work).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw unwrapped(failed);
        } catch (TimeoutException | InterruptedException late) {
            throw new IllegalStateException("the supervisor's loop is stuck", late);
        }
    }

    /// One request of the control socket; on that connection's thread.
    private Object handle(JsonNode request) {
        String op = request.path("op").asString("");
        Cluster made = cluster;
        if (made == null) {
            throw ClusterException.failed("SM-STARTING", "the cluster is being prepared; try again");
        }
        return switch (op) {
            case "status" ->
                onLoop(() -> StatusReport.of(
                        made.plan(), made.database(), made.nodes(), made.gateway(), state(), uptimeMillis()));
            case "node-kill" -> endNode(node(made, request), true);
            case "node-stop" -> endNode(node(made, request), false);
            case "node-start" -> startNode(node(made, request));
            case "stop" -> {
                Thread.ofPlatform().name("stop").start(this::stop);
                yield Map.of("ok", true);
            }
            default ->
                throw ClusterException.failed(
                        "SM-USAGE",
                        "unknown op '" + op + "' (expected: status, node-kill, node-stop, node-start or stop)");
        };
    }

    private static Supervised node(Cluster made, JsonNode request) {
        int number = request.path("node").asInt(0);
        Supervised node = made.nodes().get(number);
        if (node == null) {
            throw ClusterException.failed(
                    "SM-NODE-UNKNOWN",
                    "there is no node " + number + " (expected: 1.."
                            + made.nodes().size() + ")");
        }
        return node;
    }

    private Map<String, Object> endNode(Supervised node, boolean hard) {
        List<Child> child = onLoop(() -> {
            List<Child> current = node.child().stream().toList();
            if (hard) {
                node.kill();
            } else {
                node.stop();
            }
            return current;
        });
        for (Child ending : child) {
            if (!ending.awaitExit(SINGLE_NODE_STOP_PATIENCE)) {
                ending.kill();
                ending.awaitExit(SINGLE_NODE_STOP_PATIENCE);
            }
            // Who is answered asks for the state next, maybe before the end is noticed.
            if (!ending.isAlive()) {
                int code = ending.exit().join();
                onLoop(() -> {
                    node.onExit(ending, code);
                    return code;
                });
            }
        }
        return Map.of("ok", true);
    }

    private Map<String, Object> startNode(Supervised node) {
        await(startOnLoop(node), System.nanoTime() + NODE_START_PATIENCE.toNanos());
        return Map.of("ok", true);
    }

    private String state() {
        return stopping ? "stopping" : running ? "running" : "starting";
    }

    private long uptimeMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    private void writeSupervisorFile(Path control) {
        Processes.Recorded self = Processes.Recorded.of(ProcessHandle.current());
        JsonFile.write(
                options.data().supervisorFile(),
                new SupervisorFile(
                        self.pid(),
                        self.startMillis(),
                        control.toString(),
                        options.data().toString()));
    }

    private StartedCluster started(Cluster made) {
        ClusterPlan plan = made.plan();
        ClusterStatus status = onLoop(
                () -> StatusReport.of(plan, made.database(), made.nodes(), made.gateway(), "running", uptimeMillis()));
        List<StartedCluster.Node> nodes = status.nodes().stream()
                .map(node -> new StartedCluster.Node(
                        node.id(),
                        node.pid() == null ? 0 : node.pid(),
                        node.client(),
                        node.websocket(),
                        node.monitor(),
                        node.cluster(),
                        node.link()))
                .toList();
        Long gatewayPid = status.gateway().pid();
        return new StartedCluster(
                "ready",
                nodes,
                status.rest(),
                status.api(),
                status.exporter() + "/metrics",
                StatusReport.postgresAddress(plan),
                gatewayPid == null ? 0 : gatewayPid,
                ProcessHandle.current().pid(),
                options.data().toString(),
                startupMillis());
    }

    /// From the start of this JVM; the process may be older, since the script that builds becomes the program.
    private static long startupMillis() {
        return System.currentTimeMillis()
                - java.lang.management.ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
