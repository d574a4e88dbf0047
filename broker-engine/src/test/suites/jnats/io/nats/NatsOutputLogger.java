package io.nats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Stands before the class of this name in `jnats-server-runner`, which gives a server 100 ms to listen: this one waits
/// until the server says that it is ready, whichever it is. Nothing else of the runner, the client or its tests is
/// replaced.
final class NatsOutputLogger implements Runnable {
    private static final long READY_SECONDS_MAX = 30;
    private static final int LINES_MAX = 1000;

    private final BufferedReader reader;
    private final List<String> startupLines = new CopyOnWriteArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile boolean starting = true;

    private NatsOutputLogger(Process process) {
        reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static NatsOutputLogger logOutput(Output output, Process process, String name) {
        NatsOutputLogger logger = new NatsOutputLogger(process);
        Thread.ofPlatform().daemon().name(name + "-output").start(logger);
        try {
            logger.ready.await(READY_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return logger;
    }

    public void endStartupPhase() {
        starting = false;
    }

    public List<String> getStartupLines() {
        return startupLines;
    }

    @Override
    public void run() {
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (starting && startupLines.size() < LINES_MAX) {
                    startupLines.add(line);
                }
                if (line.contains("Server is ready") || line.contains("\"event\":\"ready\"")) {
                    ready.countDown();
                }
            }
        } catch (IOException ended) {
            // The server is gone.
        } finally {
            ready.countDown();
        }
    }
}
