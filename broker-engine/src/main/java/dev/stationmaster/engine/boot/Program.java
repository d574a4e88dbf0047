package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.net.PortTakenException;
import dev.stationmaster.engine.replication.ReplicationException;
import dev.stationmaster.engine.storage.StorageException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Life of a program around its [Node]: one line when it is ready or has failed, a clean stop on SIGTERM, SIGINT or,
/// for
/// a supervised one, when stdin ends. The line is JSON on stdout for programs, or words for people, a failure on
/// stderr.
final class Program {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LOGGING = "logback.configurationFile";
    private static final String UNFORESEEN = "SM-START";
    private static final int PORT_TAKEN = 3;
    private static final long STOP_SECONDS_MAX = 8;

    /// Starts what is to run and tells what to say when it is ready.
    interface Start {
        Running start() throws Exception;
    }

    /// @param ready fields of the ready line, after `event`
    record Running(AutoCloseable node, Map<String, Object> ready) {}

    private final PrintStream out;
    private final PrintStream errors;
    private final boolean json;

    private Program(PrintStream out, PrintStream errors, boolean json) {
        this.out = out;
        this.errors = errors;
        this.json = json;
    }

    static Program json(PrintStream out) {
        return new Program(out, out, true);
    }

    static Program plain(PrintStream out, PrintStream errors) {
        return new Program(out, errors, false);
    }

    /// Before the first logger is made: logs go to stderr, stdout is for the ready line.
    static void configureLogging() {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "dev/stationmaster/engine/logback.xml");
        }
    }

    /// Runs to the end; returns the exit code.
    int run(Start start, boolean supervised) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        if (supervised) {
            watchParent(stop);
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            awaitQuietly(stopped);
                        },
                        "stop"));
        try {
            Running running = start.start();
            Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("event", "ready");
            ready.putAll(running.ready());
            ready.put("pid", ProcessHandle.current().pid());
            say(out, json ? JSON.writeValueAsString(ready) : plain(ready));
            stop.await();
            log().info("stopping");
            running.node().close();
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception failure) {
            return fail(failure);
        } finally {
            stopped.countDown();
        }
    }

    private int fail(Exception failure) {
        String code = UNFORESEEN;
        int exit = 1;
        String message = String.valueOf(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure known) {
                code = known.code();
                exit = known.exitCode();
                message = String.valueOf(known.getMessage());
                break;
            }
            if (cause instanceof StorageException || cause instanceof ReplicationException) {
                // Says which file it is and what is wrong with it; where in our code says nothing more.
                code = "SM-DATA";
                break;
            }
            if (cause instanceof BindException || cause instanceof PortTakenException) {
                code = "SM-PORT-TAKEN";
                exit = PORT_TAKEN;
            }
        }
        if (code.equals(UNFORESEEN)) {
            log().error("not started", failure);
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("event", "error");
        error.put("code", code);
        error.put("message", message);
        say(errors, json ? JSON.writeValueAsString(error) : message + " (" + code + ")");
        return exit;
    }

    private static void say(PrintStream to, String line) {
        to.println(line);
        to.flush();
    }

    /// Such as `ready: client 127.0.0.1:4222, pid 123`.
    private static String plain(Map<String, Object> ready) {
        return ready.entrySet().stream()
                .filter(field -> field.getValue() != null && !field.getKey().equals("event"))
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", ", "ready: ", ""));
    }

    private static void watchParent(CountDownLatch stop) {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The supervisor says nothing; only the end counts.
                }
            } catch (IOException ended) {
                // The same as the end.
            }
            stop.countDown();
        });
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Program.class);
    }

    private static void awaitQuietly(CountDownLatch stopped) {
        try {
            if (!stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                log().warn("not stopped after {} s, ending anyway", STOP_SECONDS_MAX);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
