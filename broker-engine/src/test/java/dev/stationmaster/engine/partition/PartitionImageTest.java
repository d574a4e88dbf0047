package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.storage.FlushTarget;
import dev.stationmaster.engine.stream.OriginCopy;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfigCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionImageTest {
    private static final byte[] NONE = {};
    private static final StreamConfig CONFIG = StreamConfig.of("s", List.of("s.>"));

    @TempDir
    Path base;

    private Partition partition() throws IOException {
        return Partition.create(7, CONFIG, 1_000, Files.createDirectories(base.resolve("7")));
    }

    private static byte[] image(Partition partition) throws IOException {
        partition.flushWrites();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        partition.writeImage(new DataOutputStream(bytes));
        partition.dirtyFiles().forEach(FlushTarget::flush);
        partition.close();
        return bytes.toByteArray();
    }

    private Partition restored(byte[] image) throws IOException {
        return Partition.restore(new DataInputStream(new ByteArrayInputStream(image)), base.resolve("7"));
    }

    private static Outcome copy(Partition partition, long sequence, long previous) {
        OriginCopy copy = new OriginCopy(OriginCopy.MIRROR, sequence, previous, 500 + sequence);
        return partition.appendCopy(copy, "s.a", NONE, new byte[] {1}, 2_000);
    }

    @Test
    void aMirrorGoesOnWhereItsImageEnds() throws IOException {
        Partition mirror = partition();
        assertThat(copy(mirror, 5, 0)).isEqualTo(new Outcome.Stored(5));
        assertThat(copy(mirror, 9, 5)).isEqualTo(new Outcome.Stored(9));
        Partition again = restored(image(mirror));
        assertThat(again.originMark(OriginCopy.MIRROR)).isEqualTo(9);
        assertThat(again.stats().firstSequence()).isEqualTo(5);
        assertThat(again.stats().messages()).isEqualTo(2);
        assertThat(again.deleted()).containsExactly(6L, 7L, 8L);
        assertThat(again.stats().lastTimeNanos()).isEqualTo(509);
        assertThat(copy(again, 9, 5)).isEqualTo(new Outcome.Duplicate(9));
        assertThat(copy(again, 12, 11)).isInstanceOf(Outcome.Refused.class);
        assertThat(copy(again, 12, 9)).isEqualTo(new Outcome.Stored(12));
        again.close();
    }

    @Test
    void anImageOfTheFirstVersionIsRead() throws IOException {
        Partition partition = partition();
        partition.append("s.a", NONE, new byte[] {1}, 1_500);
        byte[] image = image(partition);
        Partition again = restored(withoutMarks(image));
        assertThat(again.stats().messages()).isEqualTo(1);
        assertThat(again.originMark(OriginCopy.MIRROR)).isZero();
        again.close();
    }

    /// The image as the first version of the stream's state wrote it: one byte less, the number of marks, before the
    /// number of consumers.
    private static byte[] withoutMarks(byte[] image) throws IOException {
        ByteArrayOutputStream config = new ByteArrayOutputStream();
        StreamConfigCodec.write(new DataOutputStream(config), CONFIG);
        byte[] first = Arrays.copyOf(image, image.length - 1);
        first[first.length - 1] = image[image.length - 1];
        first[indexOf(image, config.toByteArray()) - 1] = 1;
        return first;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new IllegalStateException("the image lacks the configuration");
    }
}
