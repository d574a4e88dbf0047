package dev.stationmaster.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TarReaderTest {
    @Test
    void readsFilesLinksAndDirectories() throws IOException {
        byte[] tar = concat(
                header("dir/", '5', 0, ""),
                header("dir/a", '0', 3, ""),
                block("abc"),
                header("dir/l", '2', 0, "a"),
                header("dir/b", '0', 512, ""),
                block("b".repeat(512)),
                new byte[1024]);
        TarReader reader = new TarReader(new ByteArrayInputStream(tar));
        assertThat(reader.next().orElseThrow().kind()).isEqualTo(TarReader.Kind.DIRECTORY);
        assertThat(reader.next().orElseThrow().name()).isEqualTo("dir/a");
        assertThat(reader.content().readAllBytes()).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
        TarReader.Entry link = reader.next().orElseThrow();
        assertThat(link.kind()).isEqualTo(TarReader.Kind.SYMBOLIC_LINK);
        assertThat(link.linkName()).isEqualTo("a");
        assertThat(reader.next().orElseThrow().mode()).isEqualTo(0755);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        TarReader reader = new TarReader(new ByteArrayInputStream(header("x", 'x', 0, "")));
        assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessageContaining("type 'x'");
    }

    @Test
    void endsWithAnErrorWhereverItIsCut() {
        byte[] tar = concat(header("a", '0', 600, ""), new byte[1024]);
        for (int length = 1; length < 512 + 600; length += 37) {
            int cut = length;
            assertThatThrownBy(() -> {
                        TarReader reader = new TarReader(new ByteArrayInputStream(tar, 0, cut));
                        reader.next();
                        reader.content().readAllBytes();
                    })
                    .isInstanceOf(EOFException.class);
        }
    }

    private static byte[] header(String name, char type, int size, String link) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000755");
        put(header, 124, "%011o".formatted(size));
        header[156] = (byte) type;
        put(header, 157, link);
        return header;
    }

    private static byte[] block(String text) {
        byte[] block = new byte[512];
        put(block, 0, text);
        return block;
    }

    private static void put(byte[] target, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
