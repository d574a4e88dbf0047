package dev.stationmaster.engine.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands before a port and can hold back all that passes, ends of connections too, as a cable that is pulled does or a
/// frozen machine. New connections are taken and held as well. What was held passes when it lets go.
final class HoldingProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private boolean holding;

    HoldingProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized void hold() {
        holding = true;
    }

    synchronized void letGo() {
        holding = false;
        notifyAll();
    }

    private synchronized void awaitPassage() throws InterruptedException {
        while (holding) {
            wait();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> join(client));
            } catch (IOException stopped) {
                return;
            }
        }
    }

    private void join(Socket client) {
        try {
            awaitPassage();
            Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
            sockets.add(server);
            Thread.ofVirtual().start(() -> pass(client, server));
            pass(server, client);
        } catch (IOException nobodyListens) {
            close(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            int read;
            do {
                read = in.read(buffer);
                awaitPassage();
                out.write(buffer, 0, Math.max(0, read));
            } while (read >= 0);
        } catch (IOException ended) {
            // The other direction is closed by it, too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is of no use any more.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(HoldingProxy::close);
        letGo();
    }
}
