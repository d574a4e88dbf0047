package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.partition.GroupMachine;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.partition.MachineContext;
import dev.stationmaster.engine.replication.Outcome;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;

/// The meta group's state as a machine of its loop: decides names, shows the result to the node's [MetaDirectory], and
/// runs the [Leading] part while this node leads. Confined to the group loop.
public final class MetaMachine implements GroupMachine {
    /// What the meta group's leader does beside: finishing half-done changes, copying users.
    public interface Leading {
        /// Called on the loop; must not block.
        void start();

        void stop();

        /// Answers a request that came to the leader.
        default void answer(String reply, byte[] body) {}
    }

    private final MachineContext context;
    private final MetaDirectory directory;
    private final LongConsumer onApplied;
    private final Leading leading;
    private final MetaState state = new MetaState();
    private boolean changed;
    private long lastIndex;

    /// @param onApplied hears the index of the last applied change of names, on the loop
    public MetaMachine(MachineContext context, MetaDirectory directory, LongConsumer onApplied, Leading leading) {
        this.context = context;
        this.directory = directory;
        this.onApplied = onApplied;
        this.leading = leading;
    }

    @Override
    public boolean understands(int kind, int version) {
        return MetaCodec.understands(kind, version);
    }

    @Override
    public Outcome apply(ByteBuffer command, ByteBuffer payload, long groupTimeNanos, long index) {
        byte[] bytes = new byte[command.remaining()];
        command.get(bytes);
        MetaState.Answer answer = state.apply(MetaCodec.decode(bytes), groupTimeNanos);
        lastIndex = index;
        changed = true;
        return switch (answer) {
            case MetaState.Answer.Of(MetaState.Owner owner, boolean existed) ->
                new Outcome.Done(new MetaReply(owner, existed, index).toBytes());
            case MetaState.Answer.Nothing() -> new Outcome.Done(new MetaReply(null, false, index).toBytes());
            case MetaState.Answer.Refused(var error) -> new Outcome.Refused(error);
        };
    }

    @Override
    public void endOfEntry() {
        if (changed) {
            changed = false;
            directory.show(state, lastIndex);
            onApplied.accept(lastIndex);
        }
    }

    @Override
    public void writeImage(DataOutput out) throws IOException {
        byte[] image = MetaCodec.JSON.writeValueAsBytes(state.image());
        out.writeByte(1);
        out.writeLong(lastIndex);
        out.writeInt(image.length);
        out.write(image);
    }

    @Override
    public void restore(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != 1) {
            throw new IOException("image of the meta group has version " + version + ", this program reads 1");
        }
        lastIndex = in.readLong();
        byte[] image = new byte[in.readInt()];
        in.readFully(image);
        state.restore(MetaCodec.JSON.readValue(new String(image, StandardCharsets.UTF_8), MetaState.Image.class));
        directory.show(state, lastIndex);
        onApplied.accept(lastIndex);
    }

    @Override
    public void onLeaderReady() {
        leading.start();
    }

    @Override
    public void onLeaderLost() {
        leading.stop();
    }

    /// The one request there is: that another node leads.
    @Override
    public void onRequest(GroupRequest request) {
        String reply = request.message().reply();
        context.handOver(0, worked -> {
            if (!reply.isEmpty()) {
                String body = "{\"type\":\"io.nats.jetstream.api.v1.meta_leader_stepdown_response\",\"success\":"
                        + worked + "}";
                leading.answer(reply, body.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /// Changes that are half done since before `sinceNanos`, read on the loop and handed over.
    public void halfDone(long olderThanNanos, java.util.function.Consumer<List<HalfDone>> taker) {
        boolean queued = context.execute(() -> {
            long limit = context.leaderTimeNanos() - olderThanNanos;
            taker.accept(state.owners().stream()
                    .filter(owner -> owner.phase() != MetaState.Phase.READY && owner.sinceNanos() <= limit)
                    .map(HalfDone::new)
                    .toList());
        });
        if (!queued) {
            taker.accept(List.of());
        }
    }

    /// A stream or station between two phases.
    public static final class HalfDone {
        private final MetaState.Owner owner;

        private HalfDone(MetaState.Owner owner) {
            this.owner = owner;
        }

        MetaState.Owner owner() {
            return owner;
        }
    }
}
