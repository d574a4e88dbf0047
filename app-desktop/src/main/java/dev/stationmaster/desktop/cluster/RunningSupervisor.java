package dev.stationmaster.desktop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/// A living supervisor as another process sees it: found by its data directory, spoken to by its socket. Every call is
/// one
/// connection and blocks until the reply.
public final class RunningSupervisor {
    private final SupervisorFile file;
    private final ProcessHandle process;

    private RunningSupervisor(SupervisorFile file, ProcessHandle process) {
        this.file = file;
        this.process = process;
    }

    /// Empty when none runs on this data.
    public static Optional<RunningSupervisor> find(DataDirectory data) {
        return JsonFile.read(data.supervisorFile(), SupervisorFile.class)
                .flatMap(file -> new Processes.Recorded(file.pid(), file.startMillis())
                        .find()
                        .map(process -> new RunningSupervisor(file, process)));
    }

    public long pid() {
        return file.pid();
    }

    public ClusterStatus status() {
        return ClusterStatus.fromJson(request(Map.of("op", "status")));
    }

    /// SIGKILL; the node stays down. Returns when it has ended.
    public void killNode(int node) {
        request(Map.of("op", "node-kill", "node", node));
    }

    /// A graceful stop; the node stays down. Returns when it has ended.
    public void stopNode(int node) {
        request(Map.of("op", "node-stop", "node", node));
    }

    /// Returns when the node is ready.
    public void startNode(int node) {
        request(Map.of("op", "node-start", "node", node));
    }

    /// Stops the whole cluster; returns when the supervisor has ended.
    ///
    /// @throws ClusterException when it has not after `patience`
    public void stop(Duration patience) {
        request(Map.of("op", "stop"));
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw ClusterException.failed(
                    "SM-STOP",
                    "the supervisor (pid " + file.pid() + ") still runs after " + patience.toSeconds() + " s");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The reply line.
    ///
    /// @throws ClusterException with the supervisor's code and message when it says no
    private String request(Map<String, Object> request) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file.socket()))) {
            String line = JsonFile.JSON.writeValueAsString(request) + "\n";
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            String reply = in.readLine();
            if (reply == null) {
                throw ClusterException.failed(
                        "SM-SUPERVISOR", "the supervisor (pid " + file.pid() + ") ended before it answered");
            }
            JsonNode json = JsonFile.JSON.readTree(reply);
            if (!json.path("ok").asBoolean(false)) {
                throw ClusterException.failed(
                        json.path("code").asString("SM-SUPERVISOR"),
                        json.path("message").asString("the supervisor refused without a reason"));
            }
            return reply;
        } catch (IOException cause) {
            throw new ClusterException(
                    "SM-SUPERVISOR",
                    ClusterException.FAILED,
                    "the supervisor (pid " + file.pid() + ") does not answer on " + file.socket() + ": "
                            + cause.getMessage(),
                    cause);
        }
    }
}
