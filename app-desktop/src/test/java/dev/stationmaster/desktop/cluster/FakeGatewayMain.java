package dev.stationmaster.desktop.cluster;

import java.io.IOException;

/// Stands for the gateway: says that it is ready and ends with its stdin.
public final class FakeGatewayMain {
    private FakeGatewayMain() {}

    public static void main(String[] args) throws IOException {
        System.out.println("{\"event\":\"ready\"}");
        awaitEndOfInput();
    }

    static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Only the end counts.
        }
        System.exit(0);
    }
}
