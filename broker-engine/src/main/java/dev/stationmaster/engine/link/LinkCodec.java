package dev.stationmaster.engine.link;

import dev.stationmaster.engine.link.LinkFrame.Interest;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.Batch;
import dev.stationmaster.engine.partition.BatchReply;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Frames as bytes: `length:u32 | kind:u8 | fields`, big-endian. Texts and arrays carry a length of 32 bits.
///
/// The length counts kind and fields and is refused above [#FRAME_BYTES_MAX] before anything is read. Bytes after the
/// known fields are skipped: a newer version may add fields at the end.
final class LinkCodec extends ByteToMessageCodec<LinkFrame> {
    /// Room for one message of 64 MB, the protocol's ceiling, with its framing.
    static final int FRAME_BYTES_MAX = 66 << 20;

    @Override
    protected void encode(ChannelHandlerContext context, LinkFrame frame, ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0);
        write(frame, out);
        out.setInt(start, out.writerIndex() - start - 4);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (in.readableBytes() >= 4) {
            int length = in.getInt(in.readerIndex());
            if (isText(length)) {
                throw new IllegalArgumentException("this port is for links between Stationmaster's brokers; what came"
                        + " is text, as of a NATS client, a nats-server or a browser");
            }
            if (length < 1 || length > FRAME_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "link frame of " + length + " bytes, allowed are 1 to " + FRAME_BYTES_MAX);
            }
            if (in.readableBytes() < length + 4) {
                return;
            }
            in.skipBytes(4);
            out.add(read(in.readSlice(length)));
        }
    }

    /// Whether the first four bytes are capital letters or blanks: `CONN`, `INFO`, `GET `. No frame is that long.
    private static boolean isText(int length) {
        for (int shift = 0; shift < 32; shift += 8) {
            int letter = length >> shift & 0xff;
            if (letter != ' ' && (letter < 'A' || letter > 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static void write(LinkFrame frame, ByteBuf out) {
        switch (frame) {
            case LinkFrame.Challenge(byte[] nonce, int version) -> {
                out.writeByte(1);
                bytes(out, nonce);
                out.writeByte(version);
            }
            case LinkFrame.Hello hello -> {
                out.writeByte(2);
                text(out, hello.cluster());
                out.writeByte(hello.node());
                out.writeBoolean(hello.lane() == LinkFrame.Lane.LOG);
                bytes(out, hello.nonce());
                bytes(out, hello.proof());
            }
            case LinkFrame.Welcome(int node, byte[] proof) -> {
                out.writeByte(3);
                out.writeByte(node);
                bytes(out, proof);
            }
            case LinkFrame.Refusal(String reason) -> {
                out.writeByte(4);
                text(out, reason);
            }
            case Interest(boolean reset, List<Interest.Entry> entries) -> {
                out.writeByte(5);
                out.writeBoolean(reset);
                out.writeInt(entries.size());
                for (Interest.Entry entry : entries) {
                    text(out, entry.pattern());
                    text(out, entry.queue());
                    out.writeInt(entry.count());
                }
            }
            case LinkFrame.Core core -> {
                out.writeByte(6);
                text(out, core.routeSubject());
                out.writeBoolean(core.plain());
                out.writeInt(core.queues().size());
                core.queues().forEach(queue -> text(out, queue));
                message(out, core.message());
            }
            case LinkFrame.Commands(Batch batch) -> {
                out.writeByte(7);
                write(out, batch.encodedLength(), batch::writeTo);
            }
            case LinkFrame.Outcomes(BatchReply reply) -> {
                out.writeByte(8);
                write(out, reply.encodedLength(), reply::writeTo);
            }
            case LinkFrame.Request request -> {
                out.writeByte(9);
                text(out, request.group().name());
                message(out, request.request().message());
                identity(out, request.request().from());
            }
            case LinkFrame.Hint hint -> {
                out.writeByte(10);
                text(out, hint.group().name());
                out.writeLong(hint.term());
                out.writeByte(hint.leader());
            }
            case LinkFrame.Applied(long metaIndex) -> {
                out.writeByte(11);
                out.writeLong(metaIndex);
            }
            case LinkFrame.RouteHello hello -> {
                out.writeByte(12);
                card(out, hello.card());
                text(out, hello.user());
                out.writeByte(
                        switch (hello.lane()) {
                            case CORE -> 0;
                            case LOG -> 1;
                            case ASK -> 2;
                        });
                bytes(out, hello.nonce());
                bytes(out, hello.proof());
            }
            case LinkFrame.RouteWelcome(RouteCard card, byte[] proof) -> {
                out.writeByte(13);
                card(out, card);
                bytes(out, proof);
            }
            case LinkFrame.Gossip(List<LinkFrame.Gossip.Known> brokers) -> {
                out.writeByte(14);
                out.writeInt(brokers.size());
                for (LinkFrame.Gossip.Known broker : brokers) {
                    text(out, broker.name());
                    text(out, broker.host());
                    out.writeInt(broker.port());
                }
            }
            case LinkFrame.Assembly assembly -> {
                out.writeByte(15);
                out.writeBoolean(assembly.complete());
                text(out, assembly.id());
                out.writeInt(assembly.seats().size());
                for (Seat seat : assembly.seats()) {
                    out.writeInt(seat.node());
                    text(out, seat.name());
                    text(out, seat.diskId());
                    text(out, seat.host());
                    out.writeInt(seat.raftPort());
                }
            }
            case LinkFrame.Ping() -> out.writeByte(16);
            case LinkFrame.Pong() -> out.writeByte(17);
        }
    }

    private static LinkFrame read(ByteBuf in) {
        int kind = in.readByte();
        return switch (kind) {
            case 1 -> new LinkFrame.Challenge(bytes(in), in.isReadable() ? in.readByte() : 0);
            case 2 ->
                new LinkFrame.Hello(
                        text(in),
                        in.readByte(),
                        in.readBoolean() ? LinkFrame.Lane.LOG : LinkFrame.Lane.CORE,
                        bytes(in),
                        bytes(in));
            case 3 -> new LinkFrame.Welcome(in.readByte(), bytes(in));
            case 4 -> new LinkFrame.Refusal(text(in));
            case 5 -> interest(in);
            case 6 -> core(in);
            case 7 -> new LinkFrame.Commands(Batch.read(in.nioBuffer()));
            case 8 -> new LinkFrame.Outcomes(BatchReply.read(in.nioBuffer()));
            case 9 -> new LinkFrame.Request(group(in), new GroupRequest(message(in), identity(in)));
            case 10 -> new LinkFrame.Hint(group(in), in.readLong(), in.readByte());
            case 11 -> new LinkFrame.Applied(in.readLong());
            case 12 -> new LinkFrame.RouteHello(card(in), text(in), lane(in.readByte()), bytes(in), bytes(in));
            case 13 -> new LinkFrame.RouteWelcome(card(in), bytes(in));
            case 14 ->
                new LinkFrame.Gossip(list(in, () -> new LinkFrame.Gossip.Known(text(in), text(in), in.readInt())));
            case 15 ->
                new LinkFrame.Assembly(
                        in.readBoolean(),
                        text(in),
                        list(in, () -> new Seat(in.readInt(), text(in), text(in), text(in), in.readInt())));
            case 16 -> new LinkFrame.Ping();
            case 17 -> new LinkFrame.Pong();
            default -> throw new IllegalArgumentException("link frame of unknown kind " + kind + ", known are 1 to 17");
        };
    }

    private static void write(ByteBuf out, int length, Consumer<ByteBuffer> writer) {
        out.ensureWritable(length);
        writer.accept(out.nioBuffer(out.writerIndex(), length));
        out.writerIndex(out.writerIndex() + length);
    }

    private static LinkFrame interest(ByteBuf in) {
        boolean reset = in.readBoolean();
        int count = in.readInt();
        List<Interest.Entry> entries = new ArrayList<>(Math.min(count, 1_000));
        for (int at = 0; at < count; at++) {
            entries.add(new Interest.Entry(text(in), text(in), in.readInt()));
        }
        return new Interest(reset, entries);
    }

    private static LinkFrame core(ByteBuf in) {
        String route = text(in);
        boolean plain = in.readBoolean();
        int count = in.readInt();
        List<String> queues = new ArrayList<>(Math.min(count, 100));
        for (int at = 0; at < count; at++) {
            queues.add(text(in));
        }
        return new LinkFrame.Core(route, plain, queues, message(in));
    }

    private static void card(ByteBuf out, RouteCard card) {
        text(out, card.name());
        text(out, card.serverId());
        text(out, card.cluster());
        out.writeBoolean(card.clusterGiven());
        text(out, card.host());
        out.writeInt(card.port());
        out.writeInt(card.clientUrls().size());
        card.clientUrls().forEach(url -> text(out, url));
        out.writeBoolean(card.jetstream());
        text(out, card.diskId());
        out.writeInt(card.raftPort());
    }

    private static RouteCard card(ByteBuf in) {
        return new RouteCard(
                text(in),
                text(in),
                text(in),
                in.readBoolean(),
                text(in),
                in.readInt(),
                list(in, () -> text(in)),
                in.readBoolean(),
                text(in),
                in.readInt());
    }

    private static LinkFrame.Lane lane(int number) {
        return switch (number) {
            case 0 -> LinkFrame.Lane.CORE;
            case 1 -> LinkFrame.Lane.LOG;
            case 2 -> LinkFrame.Lane.ASK;
            default -> throw new IllegalArgumentException("link lane " + number + ", known are 0 to 2");
        };
    }

    private static <T> List<T> list(ByteBuf in, Supplier<T> element) {
        int count = in.readInt();
        if (count < 0 || count > in.readableBytes()) {
            throw new IllegalArgumentException("link list of " + count + " in " + in.readableBytes() + " bytes");
        }
        List<T> list = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
            list.add(element.get());
        }
        return list;
    }

    private static void message(ByteBuf out, Message message) {
        text(out, message.subject());
        text(out, message.reply());
        bytes(out, message.headers());
        bytes(out, message.payload());
    }

    private static Message message(ByteBuf in) {
        return new Message(text(in), text(in), bytes(in), bytes(in));
    }

    private static void identity(ByteBuf out, ClientIdentity from) {
        out.writeLong(from.clientId());
        out.writeByte(from.node());
        text(out, from.user());
        text(out, from.name());
        text(out, from.lang());
        out.writeBoolean(from.noResponders());
        out.writeBoolean(from.internal());
    }

    private static ClientIdentity identity(ByteBuf in) {
        return new ClientIdentity(
                in.readLong(), in.readByte(), text(in), text(in), text(in), in.readBoolean(), in.readBoolean());
    }

    private static GroupId group(ByteBuf in) {
        return new GroupId(text(in));
    }

    private static void text(ByteBuf out, String text) {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuf in) {
        int length = length(in);
        String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
        in.skipBytes(length);
        return text;
    }

    private static void bytes(ByteBuf out, byte[] bytes) {
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    private static byte[] bytes(ByteBuf in) {
        byte[] bytes = new byte[length(in)];
        in.readBytes(bytes);
        return bytes;
    }

    private static int length(ByteBuf in) {
        int length = in.readInt();
        if (length < 0 || length > in.readableBytes()) {
            throw new IllegalArgumentException(
                    "link field of " + length + " bytes in a frame with " + in.readableBytes() + " left");
        }
        return length;
    }
}
