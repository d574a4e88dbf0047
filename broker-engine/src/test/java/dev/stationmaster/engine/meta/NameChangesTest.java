package dev.stationmaster.engine.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.stream.StreamConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NameChangesTest {
    private static final Outcome UNAVAILABLE =
            new Outcome.Refused(JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
    private static final Outcome REFUSED =
            new Outcome.Refused(JetStreamErrors.STREAM_NAME_ALREADY_IN_USE_WITH_A_DIFFERENT);

    private final MetaState state = new MetaState();
    private Outcome groupSays = Outcome.Done.EMPTY;
    private final NameChanges changes = new NameChanges(
            new Placement(1, List.of(new GroupId("r1-1"))),
            this::apply,
            new Groups(),
            index -> CompletableFuture.completedFuture(null));
    private final StreamConfig config = StreamConfig.of("A", List.of("a"));

    private void apply(byte[] command, OutcomeHandler handler) {
        handler.onOutcome(
                switch (state.apply(MetaCodec.decode(command), 1_000)) {
                    case MetaState.Answer.Of(MetaState.Owner owner, boolean existed) ->
                        new Outcome.Done(new MetaReply(owner, existed, 1).toBytes());
                    case MetaState.Answer.Nothing() -> new Outcome.Done(new MetaReply(null, false, 1).toBytes());
                    case MetaState.Answer.Refused(JetStreamError error) -> new Outcome.Refused(error);
                });
    }

    private final class Groups implements GroupClient {
        @Override
        public void propose(GroupId group, PartitionCommand command, OutcomeHandler handler) {
            handler.onOutcome(groupSays);
        }

        @Override
        public void request(GroupId group, GroupRequest request) {
            throw new UnsupportedOperationException("changes of names ask nobody");
        }

        @Override
        public int leader(GroupId group) {
            return 1;
        }
    }

    @Test
    void aCreationThatItsGroupWasNotReadyForSucceedsWhenTriedAgain() {
        groupSays = UNAVAILABLE;
        assertThat(changes.createStream(config).join())
                .isEqualTo(new MetaClient.Result.Failed<>(JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE));
        groupSays = Outcome.Done.EMPTY;
        assertThat(changes.createStream(config).join()).isInstanceOf(MetaClient.Result.Done.class);
    }

    @Test
    void aCreationThatItsGroupRefusesIsUndone() {
        groupSays = REFUSED;
        assertThat(changes.createStream(config).join()).isInstanceOf(MetaClient.Result.Failed.class);
        groupSays = Outcome.Done.EMPTY;
        assertThat(changes.deleteStream("A").join()).isInstanceOf(MetaClient.Result.Done.class);
        assertThat(changes.restoreStream(config).join()).isInstanceOf(MetaClient.Result.Done.class);
    }
}
