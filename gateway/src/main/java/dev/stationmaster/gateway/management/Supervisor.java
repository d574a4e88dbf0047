package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The supervisor behind its Unix-domain socket: one JSON request and one JSON reply a line. Thread-safe.
public final class Supervisor {
    private static final int REPLY_BYTES_MAX = 1 << 20;
    private static final long STATUS_MILLIS_MAX = 1500;
    private static final long ACTION_MILLIS_MAX = 90_000;
    private static final long STATUS_FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Optional<Path> socket;
    private volatile JsonNode lastStatus = MissingNode.getInstance();
    private volatile long lastStatusNanos = System.nanoTime() - STATUS_FRESH_NANOS;

    /// @param socket empty where no supervisor runs
    public Supervisor(Optional<Path> socket) {
        this.socket = socket;
    }

    /// Carries out `node-kill`, `node-stop` or `node-start`.
    ///
    /// @throws Refusal `NOT_YET` where no supervisor runs
    public void node(String operation, int node) {
        if (socket.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.NOT_YET,
                    "SM-SUPERVISOR-NONE",
                    "No supervisor runs here: start and stop the nodes where they were started");
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("op", operation);
        request.put("node", node);
        JsonNode reply = ask(socket.get(), request, ACTION_MILLIS_MAX);
        if (!reply.path("ok").asBoolean(false)) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    reply.path("code").asString("SM-NODE-REFUSED"),
                    reply.path("message").asString("The supervisor refused " + operation + " of node " + node));
        }
    }

    /// What the supervisor says of its processes, at most a second old; a missing node when there is none to
    /// ask.
    public JsonNode status() {
        if (socket.isEmpty()) {
            return lastStatus;
        }
        if (System.nanoTime() - lastStatusNanos > STATUS_FRESH_NANOS) {
            lastStatusNanos = System.nanoTime();
            try {
                lastStatus = ask(socket.get(), Map.of("op", "status"), STATUS_MILLIS_MAX);
            } catch (Refusal _) {
                lastStatus = MissingNode.getInstance();
            }
        }
        return lastStatus;
    }

    private static JsonNode ask(Path socket, Map<String, ?> request, long millis) {
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        Thread asking = Thread.ofVirtual().name("supervisor-call").start(() -> {
            try {
                reply.complete(Json.mapper().readTree(exchange(socket, Json.bytes(request))));
            } catch (IOException | JacksonException e) {
                reply.completeExceptionally(e);
            }
        });
        try {
            return reply.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable("it cannot be reached (" + e.getCause() + ")");
        } catch (TimeoutException _) {
            asking.interrupt();
            throw unreachable("it did not answer within " + millis + " ms");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unreachable("the gateway is stopping");
        }
    }

    private static byte[] exchange(Path socket, byte[] line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.allocate(line.length + 1)
                    .put(line)
                    .put((byte) '\n')
                    .flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            return readLine(channel);
        }
    }

    private static byte[] readLine(SocketChannel channel) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer in = ByteBuffer.allocate(8192);
        while (line.length() < REPLY_BYTES_MAX && channel.read(in) >= 0) {
            in.flip();
            while (in.hasRemaining()) {
                byte next = in.get();
                if (next == '\n') {
                    return line.toString().getBytes(StandardCharsets.ISO_8859_1);
                }
                line.append((char) (next & 0xff));
            }
            in.clear();
        }
        throw new IOException("no whole line after " + line.length() + " bytes");
    }

    private static Refusal unreachable(String why) {
        return new Refusal(Refusal.Kind.UNAVAILABLE, "SM-SUPERVISOR-UNREACHABLE", "The supervisor: " + why);
    }
}
