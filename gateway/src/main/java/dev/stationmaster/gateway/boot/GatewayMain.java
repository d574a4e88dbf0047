package dev.stationmaster.gateway.boot;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Entry of the gateway's process: `GatewayMain --config FILE`.
public final class GatewayMain {
    private static final String LOGGING = "logback.configurationFile";

    private GatewayMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // Only the ready line may stand on stdout, whatever a library prints.
        System.setOut(System.err);
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "dev/stationmaster/gateway/logback.xml");
        }
        System.exit(GatewayProcess.run(args, System.in, out));
    }
}
