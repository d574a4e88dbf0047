package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Asks a starting server until it has stored a message.
final class Ready {
    private static final double SECONDS_MAX = 600;
    private static final int ANSWER_MILLIS = 2_000;

    private Ready() {}

    /// Publishes one message to the subject; where no stream takes it, one of that name is made.
    ///
    /// @return seconds from the start of the process to the acknowledgement
    static double await(Server server, String subject) throws Exception {
        while (server.secondsSinceStart() < SECONDS_MAX) {
            try (RawClient client = new RawClient(server.port())) {
                if (stores(client, subject)) {
                    return server.secondsSinceStart();
                }
            } catch (IOException e) {
                // Not listening, or not answering yet.
            }
            server.requireAlive();
            TimeUnit.MILLISECONDS.sleep(2);
        }
        throw new IOException(server.kind().title() + " acknowledged nothing within " + SECONDS_MAX + " s");
    }

    private static boolean stores(RawClient client, String subject) throws IOException {
        client.readWaitMax(ANSWER_MILLIS);
        client.subscribe("_INBOX.ready", 1);
        if (publish(client, subject)) {
            return true;
        }
        String config = "{\"name\":\"" + subject + "\",\"subjects\":[\"" + subject + "\"]}";
        return ask(client, "$JS.API.STREAM.CREATE." + subject, config).contains("\"created\"")
                && publish(client, subject);
    }

    private static boolean publish(RawClient client, String subject) throws IOException {
        String answer = ask(client, subject, "ready");
        return answer.contains("\"seq\"") && !answer.contains("\"error\"");
    }

    private static String ask(RawClient client, String subject, String body) throws IOException {
        client.put("PUB " + subject + " _INBOX.ready " + body.length() + "\r\n" + body + "\r\n");
        client.flush();
        String[] answer = new String[1];
        while (answer[0] == null) {
            client.read(message -> answer[0] = message.payload());
        }
        return answer[0];
    }
}
