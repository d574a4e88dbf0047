package dev.stationmaster.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.stream.OriginCopy;
import dev.stationmaster.engine.stream.StreamConfig;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {
    static List<PartitionCommand> commands() {
        StreamConfig config = StreamConfig.of("s", List.of("a.>"));
        return List.of(
                new PartitionCommand.Append(3, "a.é", new byte[] {1}, new byte[] {2, 3}),
                new PartitionCommand.Append(3, "a", new byte[0], new byte[0]),
                new PartitionCommand.CreateStream(4, config),
                new PartitionCommand.UpdateStream(4, config),
                new PartitionCommand.DeleteStream(4),
                new PartitionCommand.PurgeStream(4, "a.*", 10, 2),
                new PartitionCommand.DeleteMessage(4, 9, true),
                new PartitionCommand.DeleteConsumer(4, "c"),
                new PartitionCommand.Progress(
                        4,
                        "c",
                        new ConsumerProgress(
                                9,
                                12,
                                List.of(new ConsumerProgress.Range(1, 4)),
                                List.of(new ConsumerProgress.Count(5, 2)),
                                List.of(),
                                List.of(new ConsumerProgress.Exhausted(6, 3, "no")))),
                new PartitionCommand.OutboxDone(new long[] {1, 7}),
                new PartitionCommand.Tick(),
                new PartitionCommand.UploadBegin(4, 8, "a", new byte[] {1}, 100),
                new PartitionCommand.UploadPart(4, 8, new byte[] {5, 6}),
                new PartitionCommand.UploadCommit(4, 8),
                new PartitionCommand.AppendCopy(
                        4, new OriginCopy("o > >", 7, 5, 99), "a.b", new byte[] {1}, new byte[] {2, 3}),
                new PartitionCommand.RestoreConsumer(4, new byte[] {1, 2}),
                new PartitionCommand.RestoreDone(
                        4, StreamConfig.of("s", List.of("s.>")), 3, 9, 77, java.util.Map.of("o > >", 5L)),
                new PartitionCommand.UploadCommitCopy(4, 8, new OriginCopy("", 7, 5, 99)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandReadsBackWhatWasWritten(PartitionCommand command) {
        byte[] header = CommandCodec.header(command);
        PartitionCommand read =
                CommandCodec.read(ByteBuffer.wrap(header), ByteBuffer.wrap(CommandCodec.payload(command)));
        assertThat(read).usingRecursiveComparison().isEqualTo(command);
        assertThat(CommandCodec.understands(header[0], header[1])).isTrue();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandCutAnywhereIsRefused(PartitionCommand command) {
        byte[] header = CommandCodec.header(command);
        for (int length = 0; length < header.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(header, length));
            assertThatThrownBy(() -> CommandCodec.read(cut, ByteBuffer.allocate(0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anUnknownKindOrVersionIsNotUnderstood() {
        assertThat(CommandCodec.understands(0, 1)).isFalse();
        assertThat(CommandCodec.understands(99, 1)).isFalse();
        assertThat(CommandCodec.understands(1, 2)).isFalse();
    }

    @Test
    void outcomesReadBackByPosition() {
        List<Outcome> outcomes = List.of(
                new Outcome.Stored(5),
                new Outcome.Stored(6),
                new Outcome.Stored(9),
                new Outcome.Duplicate(2),
                new Outcome.Refused(JetStreamErrors.STREAM_NOT_FOUND),
                new Outcome.Stored(10),
                Outcome.Done.EMPTY);
        OutcomeCodec.Writer writer = new OutcomeCodec.Writer();
        outcomes.forEach(writer::add);
        OutcomeCodec.Reader reader = new OutcomeCodec.Reader(writer.toBytes());
        for (Outcome outcome : outcomes) {
            assertThat(reader.next()).isEqualTo(outcome);
        }
        assertThatThrownBy(reader::next).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunOfStoredMessagesTakesFewBytes() {
        OutcomeCodec.Writer writer = new OutcomeCodec.Writer();
        for (int i = 1; i <= 500; i++) {
            writer.add(new Outcome.Stored(i));
        }
        assertThat(writer.toBytes()).hasSize(14);
    }
}
