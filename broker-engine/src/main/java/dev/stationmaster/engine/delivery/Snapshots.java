package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.delivery.InfoAnswers.StreamDetails;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.jsapi.Answers;
import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.node.ObjectNode;

/// The snapshots under way of a group's streams, a few at once. Confined to the group loop.
final class Snapshots {
    private static final int AT_ONCE_MAX = 8;
    private static final int CHUNK_BYTES = 128 * 1024;
    private static final int CHUNK_BYTES_MIN = 1024;
    private static final int CHUNK_BYTES_MAX = 512 * 1024;

    private final Answers answers;
    private final InfoAnswers infos;
    private final Map<String, SnapshotDesk> underWay = new HashMap<>();

    Snapshots(Answers answers, InfoAnswers infos) {
        this.answers = answers;
        this.infos = infos;
    }

    /// @throws ApiRefusal with the error to answer
    void start(StreamDesk stream, Message message) {
        RequestBody body = RequestBody.parse(message.payload());
        if (body.isEmpty()) {
            throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
        }
        String deliverSubject = body.string("deliver_subject");
        if (!SubjectPattern.isValidSubject(deliverSubject)) {
            throw new ApiRefusal(JetStreamErrors.DELIVER_SUBJECT_NOT_VALID);
        }
        if (underWay.size() >= AT_ONCE_MAX) {
            throw new ApiRefusal(JetStreamErrors.SNAPSHOT_FAILED.with(
                    "err", underWay.size() + " snapshots are under way, the most at once"));
        }
        int asked = body.count("chunk_size", 0);
        int chunk = asked <= 0 ? CHUNK_BYTES : Math.clamp(asked, CHUNK_BYTES_MIN, CHUNK_BYTES_MAX);
        String name = stream.partition().config().name();
        String id = Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36);
        Advisories advisories = stream.advisories();
        long began = stream.context().leaderTimeNanos();
        SnapshotDesk desk = new SnapshotDesk(
                stream.context(),
                stream.partition(),
                stream.router(),
                id,
                deliverSubject,
                chunk,
                !body.flag("no_consumers"),
                () -> {
                    underWay.remove(name + "." + id);
                    advisories.snapshotComplete(name, began);
                });
        underWay.put(name + "." + id, desk);
        ObjectNode answer = infos.stream(Answers.answer("stream_snapshot"), stream, StreamDetails.NONE);
        ObjectNode state = (ObjectNode) answer.get("state");
        answers.send(message.reply(), answer);
        advisories.snapshotCreate(name, state);
        desk.start();
    }

    /// A client has a chunk.
    void onAck(String subject) {
        String[] tokens = subject.substring(SnapshotDesk.ACK.length()).split("\\.", 3);
        SnapshotDesk desk = tokens.length < 3 ? null : underWay.get(tokens[0] + "." + tokens[1]);
        if (desk != null) {
            desk.onAck(subject);
        }
    }

    void closeAll() {
        List.copyOf(underWay.values()).forEach(SnapshotDesk::close);
    }

    void close(String stream) {
        List.copyOf(underWay.keySet()).stream()
                .filter(key -> key.startsWith(stream + "."))
                .map(underWay::get)
                .forEach(SnapshotDesk::close);
    }
}
