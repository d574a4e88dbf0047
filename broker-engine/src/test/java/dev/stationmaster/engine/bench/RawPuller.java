package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/// Pulls in batches of 1,000 and asks for the next one when half of it has come. Acknowledgements leave with one write
/// for each read.
final class RawPuller {
    private static final int BATCH = 1_000;
    private static final int WAIT_MILLIS = 40_000;
    private static final byte[] PUB = RawClient.ascii("PUB ");
    private static final byte[] ACK = RawClient.ascii(" 4\r\n+ACK\r\n");

    private final RawClient client;
    private final String pull;
    private final boolean acknowledges;
    private final AtomicLong taken;
    private final byte[] frame = new byte[512];
    private int asked;

    RawPuller(RawClient client, String stream, String consumer, boolean acknowledges, AtomicLong taken)
            throws IOException {
        this.client = client;
        this.acknowledges = acknowledges;
        this.taken = taken;
        String inbox = "_INBOX." + Long.toString(System.nanoTime(), 36);
        String body = "{\"batch\":" + BATCH + ",\"expires\":30000000000}";
        this.pull = "PUB $JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer + " " + inbox + " " + body.length()
                + "\r\n" + body + "\r\n";
        client.readWaitMax(WAIT_MILLIS);
        client.subscribe(inbox, 1);
        System.arraycopy(PUB, 0, frame, 0, PUB.length);
    }

    void take(int count) throws IOException {
        int[] left = {count};
        while (left[0] > 0) {
            if (asked <= BATCH / 2) {
                asked += BATCH;
                client.put(pull);
            }
            client.flush();
            int before = left[0];
            client.read(message -> {
                if (message.status() > 0) {
                    // What was asked for ended unserved: ask anew.
                    asked = 0;
                    return;
                }
                asked--;
                left[0]--;
                if (acknowledges) {
                    acknowledge(message);
                }
            });
            taken.addAndGet(before - left[0]);
        }
        client.flush();
    }

    private void acknowledge(RawMessage message) throws IOException {
        System.arraycopy(message.bytes, message.replyAt, frame, PUB.length, message.replyLength);
        int at = PUB.length + message.replyLength;
        System.arraycopy(ACK, 0, frame, at, ACK.length);
        client.put(frame, 0, at + ACK.length);
    }
}
