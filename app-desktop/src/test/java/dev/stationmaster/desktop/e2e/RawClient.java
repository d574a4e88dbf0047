package dev.stationmaster.desktop.e2e;

import io.nats.client.Connection;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.OrderedConsumerContext;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A NATS client of the Java kind, and a bare socket where a client library would refuse to misbehave.
final class RawClient {
    /// One stored message: where it is and the number that its publisher gave it.
    record Stored(long sequence, int id) {}

    private RawClient() {}

    static Connection connect(List<Integer> ports) {
        String[] servers =
                ports.stream().map(port -> "nats://127.0.0.1:" + port).toArray(String[]::new);
        Options options = Options.builder()
                .servers(servers)
                .userInfo("root", "memphis")
                .connectionTimeout(Duration.ofSeconds(10))
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(200))
                .errorListener(new QuietListener())
                .build();
        try {
            return Nats.connect(options);
        } catch (IOException e) {
            throw new UncheckedIOException("could not connect to " + List.of(servers), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Asks one of the JSON requests of the brokers.
    static JsonNode ask(int port, String subject, String json) {
        try (Connection connection = connect(List.of(port))) {
            Message reply = connection.request(subject, json.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(15));
            if (reply == null) {
                throw new IllegalStateException("no reply on " + subject + " at port " + port);
            }
            return Product.JSON.readTree(reply.getData());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// All messages of a stream, in the order in which an ordered consumer delivers them.
    static List<Stored> readAll(int port, String stream) {
        try (Connection connection = connect(List.of(port))) {
            StreamInfo info = connection.jetStreamManagement().getStreamInfo(stream);
            List<Stored> all = new ArrayList<>();
            if (info.getStreamState().getMsgCount() == 0) {
                return all;
            }
            OrderedConsumerContext consumer = connection
                    .getStreamContext(stream)
                    .createOrderedConsumer(new OrderedConsumerConfiguration().deliverPolicy(DeliverPolicy.All));
            long last = info.getStreamState().getLastSequence();
            int idle = 0;
            while ((all.isEmpty() || all.getLast().sequence() < last) && idle < 5) {
                int before = all.size();
                long left = last
                        - (all.isEmpty()
                                ? info.getStreamState().getFirstSequence() - 1
                                : all.getLast().sequence());
                try (FetchConsumer fetch = consumer.fetchMessages((int) Math.min(1000, left))) {
                    for (Message message = fetch.nextMessage(); message != null; message = fetch.nextMessage()) {
                        all.add(new Stored(message.metaData().streamSequence(), id(message.getData())));
                    }
                }
                idle = all.size() == before ? idle + 1 : 0;
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JetStreamApiException e) {
            throw new IllegalStateException("stream " + stream + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static long readCount(int port, String stream) {
        return ask(port, "$JS.API.STREAM.INFO." + stream, "")
                .path("state")
                .path("messages")
                .asLong(-1);
    }

    static byte[] payload(int id, int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) '.');
        byte[] head = ("message " + id + " ").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, bytes, 0, head.length);
        return bytes;
    }

    static int id(byte[] payload) {
        return Integer.parseInt(new String(payload, StandardCharsets.US_ASCII).split(" ", 3)[1]);
    }

    /// Logs in on a bare socket, sends `bytes` and returns all that the server says until it closes or is quiet.
    static String talk(int port, byte[] bytes) {
        String connect = "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"user\":\"root\","
                + "\"pass\":\"memphis\",\"protocol\":1}\r\nPING\r\n";
        return send(port, connect.getBytes(StandardCharsets.UTF_8), bytes);
    }

    /// Sends pieces as they are; the answer ends with `<closed>` when the server closed the connection, and is that
    /// alone when it took none (a cluster of one listens on no port for others).
    static String send(int port, byte[]... pieces) {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
            socket.setSoTimeout(3000);
            try {
                OutputStream out = socket.getOutputStream();
                for (byte[] piece : pieces) {
                    out.write(piece);
                    out.flush();
                }
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[65536];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                }
                answer.append("<closed>");
            } catch (java.net.SocketTimeoutException e) {
                answer.append("<quiet>");
            } catch (IOException e) {
                answer.append("<closed>"); // reset while sending: it is the refusal that a test looks for
            }
        } catch (ConnectException e) {
            answer.append("<closed>");
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
        return answer.toString();
    }

    /// A killed node is expected here; its connection errors would fill the log.
    private static final class QuietListener implements io.nats.client.ErrorListener {}
}
