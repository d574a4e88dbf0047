package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.stream.StreamConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The procedures behind [MetaClient], driven from the node that was asked. Thread-safe.
///
/// Create: the meta group takes the names as *creating*; each data group makes its streams, repeatable by id; meta says
/// *ready*. Delete: meta says *deleting*, so that nobody finds it; the data groups drop by id; meta forgets. Each step
/// can be done again: where a group cannot be reached, the next try or [NameRepair] goes on with what is half done.
public final class NameChanges implements MetaClient {
    private static final Logger log = LoggerFactory.getLogger(NameChanges.class);
    private static final JetStreamError UNAVAILABLE = JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE;

    /// Proposes a command to the meta group through this node's origin.
    public interface MetaProposer {
        void propose(byte[] command, OutcomeHandler handler);
    }

    /// Tells when every node that is up has applied a change of names, or half a second has passed.
    public interface AppliedEverywhere {
        CompletableFuture<Void> await(long index);
    }

    private final Placement placement;
    private final MetaProposer meta;
    private final GroupClient groups;
    private final AppliedEverywhere applied;

    public NameChanges(Placement placement, MetaProposer meta, GroupClient groups, AppliedEverywhere applied) {
        this.placement = placement;
        this.meta = meta;
        this.groups = groups;
        this.applied = applied;
    }

    @Override
    public CompletableFuture<Result<StreamRef>> createStream(StreamConfig config) {
        if (!placement.allows(config.replicas())) {
            return failed(placement.refusal(config.replicas()));
        }
        MetaCommand create = new MetaCommand.CreateStream(config, placement.candidates(config.replicas(), groups));
        return change(create, reply -> finishCreate(owner(reply), reply.existed(), config))
                .thenApply(result -> map(result, owner -> owner.streams().getFirst()));
    }

    @Override
    public CompletableFuture<Result<StreamRef>> restoreStream(StreamConfig config) {
        if (!placement.allows(config.replicas())) {
            return failed(placement.refusal(config.replicas()));
        }
        MetaCommand create = new MetaCommand.CreateStream(config, placement.candidates(config.replicas(), groups));
        return change(
                        create,
                        reply -> reply.existed()
                                ? failed(JetStreamErrors.STREAM_NAME_ALREADY_IN_USE_CANNOT_RESTORE)
                                : finishCreate(owner(reply), false, config.closedForRestore())
                                        .thenCompose(result -> undoIfUnavailable(owner(reply), result)))
                .thenApply(result -> map(result, owner -> owner.streams().getFirst()));
    }

    @Override
    public CompletableFuture<Result<StationRef>> createStation(
            String name, StationRef.Settings settings, List<StreamConfig> partitions, String createdBy) {
        if (!placement.allows(settings.replicas())) {
            return failed(placement.refusal(settings.replicas()));
        }
        long now = System.currentTimeMillis() * 1_000_000;
        MetaCommand create = new MetaCommand.CreateStation(
                name,
                settings,
                partitions.getFirst(),
                placement.candidates(settings.replicas(), groups),
                createdBy,
                now);
        return change(create, reply -> finishCreate(owner(reply), reply.existed(), null))
                .thenApply(result -> map(result, NameChanges::station));
    }

    @Override
    public CompletableFuture<Result<StreamRef>> updateStream(StreamConfig config) {
        MetaCommand update = new MetaCommand.UpdateSubjects(config.name(), config.subjects());
        return change(update, reply -> {
                    StreamRef stream = owner(reply).streams().getFirst();
                    return data(stream.group(), new PartitionCommand.UpdateStream(stream.id(), config))
                            .thenCompose(outcome -> answered(reply, outcome));
                })
                .thenApply(result -> map(result, owner -> owner.streams().getFirst()));
    }

    @Override
    public CompletableFuture<Result<StreamRef>> deleteStream(String name) {
        return change(new MetaCommand.Delete(name, false), reply -> finishDelete(owner(reply)))
                .thenApply(result -> map(result, owner -> owner.streams().getFirst()));
    }

    @Override
    public CompletableFuture<Result<StationRef>> deleteStation(String name) {
        return change(new MetaCommand.Delete(name, true), reply -> finishDelete(owner(reply)))
                .thenApply(result -> map(result, NameChanges::station));
    }

    @Override
    public CompletableFuture<Result<StationRef>> updateStation(String name, StationRef.Settings settings) {
        return change(new MetaCommand.UpdateStation(name, settings), reply -> answered(reply, Outcome.Done.EMPTY))
                .thenApply(result -> map(result, NameChanges::station));
    }

    @Override
    public CompletableFuture<Result<Long>> putUsers(long version, Collection<UserRef> users) {
        CompletableFuture<Result<Long>> done = new CompletableFuture<>();
        propose(new MetaCommand.PutUsers(version, List.copyOf(users)))
                .thenAccept(outcome -> done.complete(
                        outcome instanceof Outcome.Done
                                ? new Result.Done<>(version)
                                : new Result.Failed<>(errorOf(outcome))));
        return done;
    }

    /// Makes the streams in their groups and says ready. An existing stream is compared by its group, an existing
    /// station by nobody: its settings win.
    CompletableFuture<Result<MetaState.Owner>> finishCreate(
            MetaState.Owner owner, boolean existed, @org.jspecify.annotations.Nullable StreamConfig asked) {
        if (existed && owner.isStation() && owner.phase() == MetaState.Phase.READY) {
            return CompletableFuture.completedFuture(new Result.Done<>(owner));
        }
        List<CompletableFuture<Outcome>> steps = new ArrayList<>();
        for (StreamRef stream : owner.streams()) {
            StreamConfig config = asked == null ? owner.configOf(stream) : asked;
            steps.add(data(stream.group(), new PartitionCommand.CreateStream(stream.id(), config)));
        }
        return all(steps).thenCompose(outcome -> {
            if (outcome instanceof Outcome.Done) {
                return propose(new MetaCommand.Ready(owner.id()))
                        .thenCompose(ready -> ready instanceof Outcome.Done done
                                ? answered(MetaReply.of(done.reply()), owner)
                                : failed(errorOf(ready)));
            }
            if (!existed && outcome instanceof Outcome.Refused(JetStreamError error) && !error.equals(UNAVAILABLE)) {
                return undo(owner).thenApply(done -> new Result.Failed<>(errorOf(outcome)));
            }
            return failed(errorOf(outcome));
        });
    }

    CompletableFuture<Result<MetaState.Owner>> finishDelete(MetaState.Owner owner) {
        List<CompletableFuture<Outcome>> steps = owner.streams().stream()
                .map(stream -> data(stream.group(), new PartitionCommand.DeleteStream(stream.id())))
                .toList();
        return all(steps).thenCompose(outcome -> {
            if (!(outcome instanceof Outcome.Done)) {
                log.warn("{} stays half removed for now: {}", owner.name(), outcome);
                return failed(errorOf(outcome));
            }
            return propose(new MetaCommand.Forget(owner.id()))
                    .thenCompose(forgotten -> forgotten instanceof Outcome.Done done
                            ? answered(MetaReply.of(done.reply()), owner)
                            : failed(errorOf(forgotten)));
        });
    }

    /// Else the repair would make an empty stream of what could not be restored.
    private CompletableFuture<Result<MetaState.Owner>> undoIfUnavailable(
            MetaState.Owner owner, Result<MetaState.Owner> result) {
        return result.equals(new Result.Failed<>(UNAVAILABLE))
                ? undo(owner).thenApply(done -> result)
                : CompletableFuture.completedFuture(result);
    }

    private CompletableFuture<Result<MetaState.Owner>> undo(MetaState.Owner owner) {
        return change(new MetaCommand.Delete(owner.name(), owner.isStation()), reply -> finishDelete(owner(reply)));
    }

    private CompletableFuture<Result<MetaState.Owner>> change(
            MetaCommand command, Function<MetaReply, CompletableFuture<Result<MetaState.Owner>>> next) {
        return propose(command)
                .thenCompose(outcome -> outcome instanceof Outcome.Done done
                        ? next.apply(MetaReply.of(done.reply()))
                        : failed(errorOf(outcome)));
    }

    private CompletableFuture<Result<MetaState.Owner>> answered(MetaReply reply, Outcome outcome) {
        return outcome instanceof Outcome.Done ? answered(reply, owner(reply)) : failed(errorOf(outcome));
    }

    private CompletableFuture<Result<MetaState.Owner>> answered(MetaReply reply, MetaState.Owner owner) {
        return applied.await(reply.index()).thenApply(nothing -> new Result.Done<>(owner));
    }

    private CompletableFuture<Outcome> propose(MetaCommand command) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        meta.propose(MetaCodec.encode(command), outcome::complete);
        return outcome;
    }

    private CompletableFuture<Outcome> data(GroupId group, PartitionCommand command) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        groups.propose(group, command, outcome::complete);
        return outcome;
    }

    /// The first outcome that is not done, or done when all are.
    private static CompletableFuture<Outcome> all(List<CompletableFuture<Outcome>> steps) {
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
                .thenApply(nothing -> steps.stream()
                        .map(CompletableFuture::join)
                        .filter(outcome -> !(outcome instanceof Outcome.Done))
                        .findFirst()
                        .orElse(Outcome.Done.EMPTY));
    }

    private static JetStreamError errorOf(Outcome outcome) {
        return outcome instanceof Outcome.Refused(JetStreamError error) ? error : UNAVAILABLE;
    }

    private static <T> CompletableFuture<Result<T>> failed(JetStreamError error) {
        return CompletableFuture.completedFuture(new Result.Failed<>(error));
    }

    private static MetaState.Owner owner(MetaReply reply) {
        MetaState.Owner owner = reply.owner();
        if (owner == null) {
            throw new IllegalStateException("a change of names answered without its owner, index " + reply.index());
        }
        return owner;
    }

    private static StationRef station(MetaState.Owner owner) {
        StationRef station = MetaDirectory.stationOf(owner);
        if (station == null) {
            throw new IllegalStateException(owner.name() + " is a stream, not a station");
        }
        return station;
    }

    private static <T> Result<T> map(Result<MetaState.Owner> result, Function<MetaState.Owner, T> value) {
        return switch (result) {
            case Result.Done<MetaState.Owner>(MetaState.Owner owner) -> new Result.Done<>(value.apply(owner));
            case Result.Failed<MetaState.Owner>(JetStreamError error) -> new Result.Failed<>(error);
        };
    }
}
