package dev.stationmaster.gateway.boot;

import dev.stationmaster.gateway.GatewayConfig;
import dev.stationmaster.gateway.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Life of the gateway's process, from its arguments to its exit code.
///
/// Prints one JSON line when it listens, or one that says why it cannot; logs to stderr. Ends at the end of its
/// standard
/// input, for that is how it learns that the supervisor is gone, and on SIGTERM. Exit codes: 0 ended, 2 wrong
/// usage or
/// configuration, 3 a port is taken, 1 anything else.
final class GatewayProcess {
    private static final Logger log = LoggerFactory.getLogger(GatewayProcess.class);
    private static final long CLOSE_MILLIS_MAX = 900;

    private GatewayProcess() {}

    static int run(String[] args, InputStream in, PrintStream out) {
        if (args.length != 2 || !args[0].equals("--config")) {
            return fail(out, 2, "SM-USAGE", "usage: GatewayMain --config FILE");
        }
        GatewayConfig config;
        try {
            config = GatewayConfig.read(Path.of(args[1]));
        } catch (GatewayConfig.InvalidConfigException e) {
            return fail(out, 2, "SM-CONFIG-INVALID", String.valueOf(e.getMessage()));
        }
        log.info("starting with {}", config);
        Gateway gateway;
        try {
            gateway = Gateway.start(config);
        } catch (IOException e) {
            boolean taken = e.getCause() instanceof BindException;
            return fail(
                    out, taken ? 3 : 1, taken ? "SM-PORT-TAKEN" : "SM-GATEWAY-FAILED", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("start failed", e);
            return fail(out, 1, "SM-GATEWAY-FAILED", String.valueOf(e.getMessage()));
        }
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(end, closed), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        announce(gateway, out);
        awaitEnd(in, end);
        close(gateway);
        closed.countDown();
        forget(hook);
        return 0;
    }

    private static void announce(Gateway gateway, PrintStream out) {
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("event", "ready");
        ready.put("rest", gateway.addresses().rest());
        ready.put("api", gateway.addresses().api());
        ready.put("exporter", gateway.addresses().exporter());
        ready.put("pid", ProcessHandle.current().pid());
        out.println(Json.mapper().writeValueAsString(ready));
    }

    private static void awaitEnd(InputStream in, CountDownLatch end) {
        Thread.ofPlatform().daemon().name("stdin").start(() -> {
            try {
                in.skip(Long.MAX_VALUE);
                while (in.read() >= 0) {
                    // Nothing is said there; only its end counts.
                }
            } catch (IOException e) {
                log.debug("stdin: {}", e.toString());
            }
            log.info("standard input ended, so does the gateway");
            end.countDown();
        });
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Being asked to end is no failure, so the exit code is 0 after a signal too.
    private static void stop(CountDownLatch end, CountDownLatch closed) {
        end.countDown();
        try {
            closed.await(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    /// A close that hangs must not keep the process: what it holds is gone with it anyway.
    private static void close(Gateway gateway) {
        Thread closer = Thread.ofPlatform().daemon().name("close").start(gateway::close);
        try {
            closer.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // A signal came first; the hook ends the process.
        }
    }

    private static int fail(PrintStream out, int code, String error, String message) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("event", "error");
        line.put("code", error);
        line.put("message", message);
        out.println(Json.mapper().writeValueAsString(line));
        return code;
    }
}
