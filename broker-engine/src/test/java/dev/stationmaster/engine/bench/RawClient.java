package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A connection that costs little CPU: a socket, a buffer each way, no object for a message. One thread reads; writes
/// may come from any. What is put stays in the buffer until it is full or [#flush].
final class RawClient implements AutoCloseable {
    private static final int WRITE_BYTES = 64 * 1024;
    private static final byte[] PONG = ascii("PONG\r\n");

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final byte[] writing = new byte[WRITE_BYTES];
    private int written;
    private byte[] reading = new byte[256 * 1024];
    private int start;
    private int end;
    private final RawMessage message = new RawMessage();

    /// What is done with a message; its bytes are the connection's and change after the call.
    interface Handler {
        void onMessage(RawMessage message) throws IOException;
    }

    RawClient(int port) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            readMore();
            put(
                    "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true,\"lang\":\"bench\"}\r\n");
            flush();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// How long a read may wait; 0 for ever.
    void readWaitMax(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void subscribe(String subject, int id) throws IOException {
        put("SUB " + subject + " " + id + "\r\n");
        flush();
    }

    void put(String line) throws IOException {
        byte[] bytes = ascii(line);
        put(bytes, 0, bytes.length);
    }

    /// A whole frame, or parts of one under the connection's lock.
    synchronized void put(byte[] bytes, int from, int length) throws IOException {
        if (length > WRITE_BYTES - written) {
            writeOut();
            if (length > WRITE_BYTES) {
                out.write(bytes, from, length);
                return;
            }
        }
        System.arraycopy(bytes, from, writing, written, length);
        written += length;
    }

    synchronized void flush() throws IOException {
        writeOut();
    }

    private void writeOut() throws IOException {
        out.write(writing, 0, written);
        written = 0;
    }

    /// Waits for bytes and hands over every message that they complete.
    ///
    /// @throws IOException when the connection has ended, also by an error of the server
    void read(Handler handler) throws IOException {
        readMore();
        while (readFrame(handler)) {
            // The condition reads.
        }
    }

    private boolean readFrame(Handler handler) throws IOException {
        int lineEnd = lineEnd();
        if (lineEnd < 0) {
            return false;
        }
        switch (reading[start]) {
            case 'M', 'H' -> {
                int length = message.parse(reading, start, lineEnd);
                if (end - start < length) {
                    room(length);
                    return false;
                }
                handler.onMessage(message);
                start += length;
            }
            case 'P' -> {
                if (reading[start + 1] == 'I') {
                    put(PONG, 0, PONG.length);
                    flush();
                }
                start = lineEnd + 1;
            }
            case '-' -> throw new IOException("the server said " + text(start, lineEnd));
            default -> start = lineEnd + 1;
        }
        return true;
    }

    private int lineEnd() {
        for (int at = start; at < end; at++) {
            if (reading[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private void readMore() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (end == reading.length) {
            room(2 * (end - start));
        }
        int count = in.read(reading, end, reading.length - end);
        if (count < 0) {
            throw new IOException("the server closed the connection");
        }
        end += count;
    }

    /// Makes the buffer hold so many bytes from the start of the frame on.
    private void room(int bytes) {
        byte[] into = bytes > reading.length ? new byte[2 * bytes] : reading;
        System.arraycopy(reading, start, into, 0, end - start);
        reading = into;
        end -= start;
        start = 0;
    }

    private String text(int from, int to) {
        return new String(Arrays.copyOfRange(reading, from, to), StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
