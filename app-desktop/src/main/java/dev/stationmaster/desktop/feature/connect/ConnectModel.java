package dev.stationmaster.desktop.feature.connect;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.TaskRunner;
import dev.stationmaster.gateway.view.ConnectView;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// What a client needs to connect, as snippets with the real host, ports and user.
public final class ConnectModel extends LiveModel<ConnectView> {
    /// A snippet to copy.
    public record Snippet(String name, String install, String code) {}

    private final Supplier<ConsoleLink> link;

    public ConnectModel(Supplier<ConsoleLink> link, TaskRunner runner, Clock clock) {
        super(runner, clock);
        this.link = link;
    }

    @Override
    protected BackgroundTask.Work<ConnectView> request() {
        ConsoleLink cluster = link.get();
        return progress -> cluster.connect();
    }

    /// The snippets, filled in; the password is left for the user to put in.
    public static List<Snippet> snippets(ConnectView view) {
        String host = view.host();
        return List.of(
                new Snippet("Node.js", "npm install memphis-dev", node(host, view.clientPort(), view.user())),
                new Snippet("Python", "pip install memphis-py", python(host, view.clientPort(), view.user())),
                new Snippet("Go", "go get github.com/memphisdev/memphis.go", go(host, view.user(), view.clientPort())),
                new Snippet("curl", "", curl(host, view.restPort(), view.user())),
                new Snippet("NATS", "", nats(host, view.clientPort(), view.user(), view.accountId())));
    }

    private static String node(String host, int port, String user) {
        return """
            const { memphis } = require("memphis-dev");

            const connection = await memphis.connect({
              host: "%s", port: %d, username: "%s", password: "…"
            });
            const producer = await connection.producer({ stationName: "hello", producerName: "me" });
            await producer.produce({ message: Buffer.from("first message") });

            const consumer = await connection.consumer({
              stationName: "hello", consumerName: "me", consumerGroup: "readers"
            });
            consumer.on("message", (message) => { console.log(message.getData().toString()); message.ack(); });
            """.formatted(host, port, user);
    }

    private static String python(String host, int port, String user) {
        return """
            import asyncio
            from memphis import Memphis

            async def main():
                memphis = Memphis()
                await memphis.connect(host="%s", port=%d, username="%s", password="…")
                producer = await memphis.producer(station_name="hello", producer_name="me")
                await producer.produce(bytearray("first message", "utf-8"))
                await memphis.close()

            asyncio.run(main())
            """.formatted(host, port, user);
    }

    private static String go(String host, String user, int port) {
        return """
            conn, err := memphis.Connect("%s", "%s", memphis.Password("…"), memphis.Port(%d))
            if err != nil { log.Fatal(err) }
            defer conn.Close()
            producer, err := conn.CreateProducer("hello", "me")
            err = producer.Produce([]byte("first message"))
            """.formatted(host, user, port);
    }

    private static String curl(String host, int port, String user) {
        return """
            TOKEN=$(curl -s http://%s:%d/auth/authenticate -H 'Content-Type: application/json' \\
              -d '{"username":"%s","password":"…","account_id":1}' | sed 's/.*"jwt":"\\([^"]*\\)".*/\\1/')

            curl -s http://%s:%d/stations/hello/produce/single \\
              -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"hello":"world"}'
            """.formatted(host, port, user, host, port);
    }

    private static String nats(String host, int port, String user, int account) {
        return """
            nats --server nats://%s:%d --user '%s$%d' --password '…' sub 'hello$1.>'
            """.formatted(host, port, user, account);
    }
}
