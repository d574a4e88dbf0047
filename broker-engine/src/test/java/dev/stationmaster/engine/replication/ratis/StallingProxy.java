package dev.stationmaster.engine.replication.ratis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// Stands before a port and can leave its connections half open: nothing passes any more and nobody is told.
final class StallingProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int stalledBefore;

    StallingProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// From now on nothing passes on the connections there are; new ones work.
    void stall() {
        stalledBefore = sockets.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                try {
                    Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
                    int number = sockets.size();
                    sockets.add(client);
                    sockets.add(server);
                    Thread.ofVirtual().start(() -> pass(client, server, number));
                    Thread.ofVirtual().start(() -> pass(server, client, number));
                } catch (IOException nobodyListens) {
                    client.close();
                }
            } catch (IOException stopped) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, int number) {
        byte[] buffer = new byte[8192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (number < stalledBefore) {
                    closed.await();
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // Either side went away; the other one hears of it by the close.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
