package dev.stationmaster.desktop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The supervisor's Unix-domain socket: one JSON request a line, one JSON reply a line, mode 0600. Thread-safe.
final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    /// The kernel's `sun_path` holds 108 bytes on Linux, 104 on macOS.
    private static final int PATH_BYTES_MAX = 100;

    private static final int REQUEST_CHARS_MAX = 16 << 10;
    private static final int CONNECTIONS_MAX = 32;

    private final Path path;
    private final ServerSocketChannel server;
    private final Function<JsonNode, Object> handler;
    private final Semaphore connections = new Semaphore(CONNECTIONS_MAX);

    private ControlSocket(Path path, ServerSocketChannel server, Function<JsonNode, Object> handler) {
        this.path = path;
        this.server = server;
        this.handler = handler;
    }

    /// @param handler answers a request, may block; what it throws becomes an error reply
    static ControlSocket open(DataDirectory data, Function<JsonNode, Object> handler) {
        try {
            Path path = place(data);
            Files.deleteIfExists(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            }
            ControlSocket socket = new ControlSocket(path, server, handler);
            Thread.ofPlatform().daemon().name("control").start(socket::accept);
            return socket;
        } catch (IOException cause) {
            throw new ClusterException(
                    "SM-DATA",
                    ClusterException.FAILED,
                    "cannot open the supervisor's socket: " + cause.getMessage(),
                    cause);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException cause) {
            LOG.warn("the supervisor's socket {} was not removed: {}", path, cause.getMessage());
        }
    }

    /// In the data directory, or where its path is too long in a directory of our own in the temporary one.
    private static Path place(DataDirectory data) throws IOException {
        Path path = data.run().resolve("supervisor.sock");
        if (path.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES_MAX) {
            return path;
        }
        return Files.createTempDirectory("stationmaster-").resolve("s");
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                if (connections.tryAcquire()) {
                    Thread.ofVirtual().name("control-client").start(() -> serve(client));
                } else {
                    client.close();
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8))) {
            for (String line = readLine(lines); !line.isEmpty(); line = readLine(lines)) {
                String reply = JsonFile.JSON.writeValueAsString(answer(line)) + "\n";
                ByteBuffer bytes = ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
        } catch (IOException gone) {
            LOG.debug("a control connection ended: {}", gone.getMessage());
        } finally {
            connections.release();
        }
    }

    private Object answer(String line) {
        try {
            return handler.apply(JsonFile.JSON.readTree(line));
        } catch (ClusterException cause) {
            return Map.of("ok", false, "code", cause.code(), "message", cause.text());
        } catch (JacksonException cause) {
            return Map.of("ok", false, "code", "SM-USAGE", "message", "the request is no JSON");
        }
    }

    /// `""` at the end or for a line that is too long.
    private static String readLine(Reader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (line.length() == REQUEST_CHARS_MAX) {
                return "";
            }
            line.append((char) read);
        }
        return line.toString();
    }
}
