package dev.stationmaster.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.error.JetStreamErrors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OriginMarksTest {
    private final OriginMarks marks = new OriginMarks();

    private AppendResult take(long sequence, long previous, AppendResult appended) {
        return marks.take(new OriginCopy("s", sequence, previous, 0), () -> appended);
    }

    @Test
    void takesTheNextLinkOfTheChainOnly() {
        assertThat(take(5, 0, new AppendResult.Stored(1))).isEqualTo(new AppendResult.Stored(1));
        assertThat(take(9, 7, new AppendResult.Stored(2))).isInstanceOf(AppendResult.Refused.class);
        assertThat(marks.of("s")).isEqualTo(5);
        assertThat(take(7, 5, new AppendResult.Stored(2))).isEqualTo(new AppendResult.Stored(2));
        assertThat(take(7, 5, new AppendResult.Stored(3))).isEqualTo(new AppendResult.Duplicate(7));
        assertThat(take(6, 5, new AppendResult.Stored(3))).isEqualTo(new AppendResult.Duplicate(7));
        assertThat(marks.of("other")).isZero();
    }

    @Test
    void waitsForRoomAndPassesOverWhatIsNeverTaken() {
        AppendResult full = new AppendResult.Refused(JetStreamErrors.GENERIC_10077.with("err", "maximum messages"));
        assertThat(take(1, 0, full)).isEqualTo(full);
        assertThat(marks.of("s")).isZero();
        AppendResult tooLarge = new AppendResult.Refused(JetStreamErrors.MESSAGE_SIZE_EXCEEDS_MAXIMUM_ALLOWED);
        assertThat(take(1, 0, tooLarge)).isEqualTo(new AppendResult.Duplicate(1));
        assertThat(marks.of("s")).isEqualTo(1);
    }

    @Test
    void areKeptInImages() throws IOException {
        take(5, 0, new AppendResult.Stored(1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        marks.write(new DataOutputStream(bytes));
        OriginMarks read = new OriginMarks();
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.of("s")).isEqualTo(5);
    }
}
