package dev.stationmaster.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdLogTest {
    @TempDir
    private Path directory;

    @Test
    void idsAreReadBackAfterARestart() throws IOException {
        IdLog log = IdLog.create(directory, 5);
        long first = log.startFile();
        log.append(1, 2, 3, 4);
        log.append(5, 6, 7, 8);
        long second = log.startFile();
        log.append(9, 10, 11, 12);
        byte[] image = image(log);
        log.append(13, 14, 15, 16);
        log.flushWrites();
        log.release();
        IdLog again = restore(image);
        assertThat(again.files()).containsExactly(first, second);
        assertThat(again.entries(second)).isEqualTo(1);
        assertThat(again.read(first, 1)).isEqualTo(new IdLog.Entry(5, 6, 7, 8));
        List<IdLog.Entry> all = new ArrayList<>();
        again.visit(first, all::add);
        again.visit(second, all::add);
        assertThat(all).extracting(IdLog.Entry::sequence).containsExactly(3L, 7L, 11L);
    }

    @Test
    void aDamagedEntryIsReported() throws IOException {
        IdLog log = IdLog.create(directory, 5);
        long file = log.startFile();
        log.append(1, 2, 3, 4);
        byte[] image = image(log);
        log.release();
        Path path = directory.resolve("000000000001.ids");
        byte[] content = Files.readAllBytes(path);
        for (int at = FileHeader.SIZE; at < content.length; at++) {
            byte[] damaged = content.clone();
            damaged[at] ^= 4;
            Files.write(path, damaged);
            IdLog again = restore(image);
            assertThatThrownBy(() -> again.read(file, 0))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(path.toString());
            again.release();
        }
    }

    @Test
    void aDroppedFileStaysUntilNoCheckpointNamesIt() throws IOException {
        IdLog log = IdLog.create(directory, 5);
        long file = log.startFile();
        log.append(1, 2, 3, 4);
        image(log);
        log.dropFile(file);
        log.onCheckpointDurable(1);
        assertThat(directory.resolve("000000000001.ids")).exists();
        image(log);
        log.onCheckpointDurable(2);
        assertThat(directory.resolve("000000000001.ids")).doesNotExist();
    }

    private IdLog restore(byte[] image) throws IOException {
        return IdLog.restore(new DataInputStream(new ByteArrayInputStream(image)), directory, 5);
    }

    private static byte[] image(IdLog log) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        log.writeImage(new DataOutputStream(out));
        return out.toByteArray();
    }
}
