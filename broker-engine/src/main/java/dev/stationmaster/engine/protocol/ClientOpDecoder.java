package dev.stationmaster.engine.protocol;

import dev.stationmaster.engine.message.HeaderBlock;
import dev.stationmaster.engine.message.Message;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads client operations from a stream of bytes that may be cut anywhere.
///
/// ```
///            line of PUB/HPUB         hdr bytes        size bytes      CR LF
///  LINE ───────────────────▶ HEADERS ─────────▶ PAYLOAD ────────▶ END ─────▶ LINE
///    └── any other line: one operation            on any error ─▶ BROKEN, for good
/// ```
/// A control line is gathered in a buffer of its own and bounded before it is complete; a body is copied once, into
/// the arrays that become the message. A body's array grows with what has arrived, so announcing much costs nothing.
/// Confined to the connection's event loop.
public final class ClientOpDecoder {
    private static final int FIRST_BODY_BYTES = 64 * 1024;
    private static final byte[] EMPTY = {};

    private enum State {
        LINE,
        HEADERS,
        PAYLOAD,
        END,
        BROKEN
    }

    private final int lineBytesMax;
    private final int payloadBytesMax;
    private final ControlLine line = new ControlLine();
    private State state = State.LINE;
    private boolean connectFirst;

    private String subject = "";
    private String reply = "";
    private boolean hpub;
    private byte[] headers = EMPTY;
    private byte[] payload = EMPTY;
    /// Size that the array being filled will have, and how much of it has arrived.
    private int wanted;

    private int arrived;
    private int payloadBytes;
    private int endBytes;

    public ClientOpDecoder(int lineBytesMax, int payloadBytesMax) {
        this.lineBytesMax = lineBytesMax;
        this.payloadBytesMax = payloadBytesMax;
    }

    /// Whether anything but `CONNECT` is refused for now.
    public void connectFirst(boolean only) {
        connectFirst = only;
    }

    /// The next operation, or null when `in` holds no whole one; then all of `in` has been read.
    public @Nullable ClientOp next(ByteBuf in) {
        while (in.isReadable()) {
            ClientOp op = switch (state) {
                case LINE -> readLine(in);
                case HEADERS -> readHeaders(in);
                case PAYLOAD -> readPayload(in);
                case END -> readEnd(in);
                case BROKEN -> {
                    in.skipBytes(in.readableBytes());
                    yield null;
                }
            };
            if (op != null) {
                return op;
            }
        }
        return null;
    }

    private @Nullable ClientOp readLine(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.indexOf(start, in.writerIndex(), (byte) '\n');
        int length = (end < 0 ? in.writerIndex() : end) - start;
        // One more than the limit may still be the CR.
        if (line.length() + length > lineBytesMax + 1) {
            return broken(ProtocolError.CONTROL_LINE_TOO_LONG);
        }
        line.take(in, length);
        if (end < 0) {
            return line.mayBecomeOperation() ? null : broken(ProtocolError.UNKNOWN_OPERATION);
        }
        in.skipBytes(1);
        line.dropCarriageReturn();
        if (line.length() > lineBytesMax) {
            return broken(ProtocolError.CONTROL_LINE_TOO_LONG);
        }
        ClientOp op = readOperation();
        line.clear();
        return op;
    }

    private @Nullable ClientOp readOperation() {
        Verb verb = line.parse();
        if (connectFirst && verb != Verb.CONNECT) {
            return broken(ProtocolError.AUTHORIZATION);
        }
        return switch (verb) {
            case PUB -> startPublish(false);
            case HPUB -> startPublish(true);
            case SUB -> subscribe();
            case UNSUB -> unsubscribe();
            case PING -> ClientOp.Ping.PING;
            case PONG -> ClientOp.Pong.PONG;
            case CONNECT -> new ClientOp.Connect(line.rest());
            case INFO, OK -> ClientOp.Ignored.IGNORED;
            case ERR -> broken(ProtocolError.MALFORMED);
            case UNKNOWN -> broken(ProtocolError.UNKNOWN_OPERATION);
        };
    }

    private ClientOp subscribe() {
        return switch (line.argumentCount()) {
            case 2 -> new ClientOp.Subscribe(line.text(0), "", line.text(1));
            case 3 -> new ClientOp.Subscribe(line.text(0), line.text(1), line.text(2));
            default -> wrongArguments();
        };
    }

    /// A verb alone is no operation; too few or too many arguments end the connection without a word.
    private ClientOp wrongArguments() {
        return broken(line.argumentCount() == 0 ? ProtocolError.UNKNOWN_OPERATION : ProtocolError.MALFORMED);
    }

    private ClientOp unsubscribe() {
        return switch (line.argumentCount()) {
            case 1 -> new ClientOp.Unsubscribe(line.text(0), 0);
            // What is no number means now, as to nats-server.
            case 2 -> new ClientOp.Unsubscribe(line.text(0), Math.max(0, line.number(1)));
            default -> wrongArguments();
        };
    }

    private @Nullable ClientOp startPublish(boolean withHeaders) {
        int sizes = withHeaders ? 2 : 1;
        int arguments = line.argumentCount();
        if (arguments < 1 + sizes || arguments > 2 + sizes) {
            return wrongArguments();
        }
        long total = line.number(arguments - 1);
        long headerBytes = withHeaders ? line.number(arguments - 2) : 0;
        if (total < 0 || headerBytes < 0 || headerBytes > total) {
            return broken(ProtocolError.MALFORMED);
        }
        if (total > payloadBytesMax) {
            return broken(ProtocolError.PAYLOAD_TOO_LARGE);
        }
        subject = line.subject();
        reply = arguments == 2 + sizes ? line.text(1) : "";
        hpub = withHeaders;
        headers = HeaderBlock.NONE;
        payload = EMPTY;
        payloadBytes = (int) (total - headerBytes);
        endBytes = 0;
        arrived = 0;
        if (headerBytes > 0) {
            wanted = (int) headerBytes;
            state = State.HEADERS;
        } else {
            startPayload();
        }
        return null;
    }

    private void startPayload() {
        arrived = 0;
        wanted = payloadBytes;
        state = payloadBytes > 0 ? State.PAYLOAD : State.END;
    }

    private @Nullable ClientOp readHeaders(ByteBuf in) {
        headers = fill(headers, in);
        if (arrived == wanted) {
            startPayload();
        }
        return null;
    }

    private @Nullable ClientOp readPayload(ByteBuf in) {
        payload = fill(payload, in);
        if (arrived == wanted) {
            state = State.END;
        }
        return null;
    }

    /// Moves what is there, up to `wanted`, to the end of `target`; the array returned is full size when complete.
    private byte[] fill(byte[] target, ByteBuf in) {
        int count = Math.min(in.readableBytes(), wanted - arrived);
        byte[] array = target;
        if (arrived + count > array.length) {
            long grown = Math.max(arrived + count, Math.max(FIRST_BODY_BYTES, 4L * array.length));
            array = Arrays.copyOf(array, (int) Math.min(wanted, grown));
        }
        in.readBytes(array, arrived, count);
        arrived += count;
        return array;
    }

    private @Nullable ClientOp readEnd(ByteBuf in) {
        while (in.isReadable()) {
            byte expected = endBytes == 0 ? (byte) '\r' : (byte) '\n';
            if (in.readByte() != expected) {
                return broken(ProtocolError.UNKNOWN_OPERATION);
            }
            endBytes++;
            if (endBytes == 2) {
                state = State.LINE;
                ClientOp op = new ClientOp.Publish(new Message(subject, reply, headers, payload), hpub);
                headers = HeaderBlock.NONE;
                payload = EMPTY;
                return op;
            }
        }
        return null;
    }

    private ClientOp broken(ProtocolError error) {
        state = State.BROKEN;
        headers = HeaderBlock.NONE;
        payload = EMPTY;
        return new ClientOp.Violation(error);
    }
}
