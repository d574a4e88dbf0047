package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Publishes with a reply subject of its own for each message, as clients do, and counts the answers on a second
/// thread.
final class RawPublisher {
    private static final int WAIT_MILLIS = 30_000;
    private static final byte[] ERROR = RawClient.ascii("\"error\"");

    private final RawClient client;
    private final AtomicLong acknowledged;
    private volatile String failure = "";

    RawPublisher(RawClient client, AtomicLong acknowledged) {
        this.client = client;
        this.acknowledged = acknowledged;
    }

    void publish(String subject, byte[] payload, int count, int window) throws Exception {
        String inbox = "_INBOX." + Long.toString(System.nanoTime(), 36) + ".";
        client.readWaitMax(WAIT_MILLIS);
        client.subscribe(inbox + "*", 1);
        long before = acknowledged.get();
        Thread sender = Thread.currentThread();
        Thread reader = Thread.ofPlatform().name("acks").start(() -> readAcks(before + count, sender));
        byte[] head = RawClient.ascii("PUB " + subject + " " + inbox);
        byte[] tail = RawClient.ascii(" " + payload.length + "\r\n");
        byte[] frame = new byte[head.length + 10 + tail.length + payload.length + 2];
        System.arraycopy(head, 0, frame, 0, head.length);
        for (int i = 0; i < count && failure.isEmpty(); i++) {
            while (i - (acknowledged.get() - before) >= window && failure.isEmpty()) {
                client.flush();
                LockSupport.parkNanos(1_000_000);
            }
            int at = head.length + digits(frame, head.length, i);
            System.arraycopy(tail, 0, frame, at, tail.length);
            at += tail.length;
            System.arraycopy(payload, 0, frame, at, payload.length);
            at += payload.length;
            frame[at++] = '\r';
            frame[at++] = '\n';
            client.put(frame, 0, at);
        }
        client.flush();
        reader.join();
        if (!failure.isEmpty()) {
            throw new IOException(acknowledged.get() - before + " of " + count + " acknowledged: " + failure);
        }
    }

    private void readAcks(long last, Thread sender) {
        try {
            while (acknowledged.get() < last && failure.isEmpty()) {
                long[] count = new long[1];
                client.read(message -> {
                    if (message.payloadLength == 0 || holdsError(message)) {
                        failure = "status " + message.status() + " " + message.payload();
                    }
                    count[0]++;
                });
                acknowledged.addAndGet(count[0]);
                LockSupport.unpark(sender);
            }
        } catch (IOException e) {
            failure = e.toString();
        }
    }

    /// An answer that is no plain `{"stream":…,"seq":…}` is looked at closely.
    private static boolean holdsError(RawMessage message) {
        int end = message.payloadAt + message.payloadLength - ERROR.length;
        for (int at = message.payloadAt; at < end; at++) {
            int same = 0;
            while (same < ERROR.length && message.bytes[at + same] == ERROR[same]) {
                same++;
            }
            if (same == ERROR.length) {
                return true;
            }
        }
        return false;
    }

    private static int digits(byte[] into, int at, int number) {
        int length = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            length++;
        }
        int rest = number;
        for (int i = at + length - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return length;
    }
}
