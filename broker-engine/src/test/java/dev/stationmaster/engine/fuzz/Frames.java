package dev.stationmaster.engine.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/// Conversations of a client, most of whose operations are spoilt.
public final class Frames {
    private static final List<byte[]> SOUND = List.of(
            Mutations.bytes("CONNECT {\"verbose\":true,\"pedantic\":true,\"headers\":true,\"no_responders\":true}\r\n"),
            Mutations.bytes("CONNECT {\"protocol\":1,\"echo\":false,\"user\":\"a\",\"pass\":\"b\",\"name\":\"n\"}\r\n"),
            Mutations.bytes("PING\r\n"),
            Mutations.bytes("PONG\r\n"),
            Mutations.bytes("SUB spoilt.> 1\r\n"),
            Mutations.bytes("SUB spoilt.*.a group 2\r\n"),
            Mutations.bytes("SUB spoilt.c 3\r\n"),
            Mutations.bytes("UNSUB 1\r\n"),
            Mutations.bytes("UNSUB 2 5\r\n"),
            Mutations.bytes("PUB spoilt.a 5\r\nhello\r\n"),
            Mutations.bytes("PUB spoilt.b.a _INBOX.spoilt.1 11\r\nhello world\r\n"),
            Mutations.bytes("PUB spoilt.c 0\r\n\r\n"),
            Mutations.bytes("HPUB spoilt.d 22 27\r\nNATS/1.0\r\nA: b\r\nC:\r\n\r\nhello\r\n"),
            Mutations.bytes("HPUB spoilt.e _INBOX.spoilt.2 31 33\r\nNATS/1.0 503\r\nNats-Msg-Id: 1\r\n\r\nhi\r\n"),
            Mutations.bytes("PUB $JS.API.INFO _INBOX.spoilt.3 0\r\n\r\n"),
            Mutations.bytes("PUB $JS.API.STREAM.INFO.SPOILT _INBOX.spoilt.4 2\r\n{}\r\n"),
            Mutations.bytes(
                    "PUB $JS.API.CONSUMER.MSG.NEXT.SPOILT.C _INBOX.spoilt.5 19\r\n{\"batch\":1,\"x\":true}\r\n"),
            Mutations.bytes("PUB $JS.ACK.SPOILT.C.1.1.1.1.1 4\r\n+ACK\r\n"),
            Mutations.bytes("PUB $JS.FC.SPOILT.C.a 0\r\n\r\n"),
            Mutations.bytes("INFO {}\r\n"),
            Mutations.bytes("+OK\r\n-ERR 'x'\r\n"));

    private final Random random;
    private final Mutations mutations;

    public Frames(Random random) {
        this.random = random;
        this.mutations = new Mutations(random);
    }

    /// Bytes of so many operations; three of four are spoilt.
    public byte[] conversation(int operations) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (random.nextInt(8) != 0) {
            out.writeBytes(SOUND.get(random.nextInt(2)));
        }
        for (int left = operations; left > 0; left--) {
            byte[] sound = SOUND.get(random.nextInt(SOUND.size()));
            out.writeBytes(random.nextInt(4) == 0 ? sound : mutations.spoil(sound));
        }
        return out.toByteArray();
    }

    /// One spoilt operation.
    public byte[] operation() {
        return mutations.spoil(SOUND.get(random.nextInt(SOUND.size())));
    }
}
