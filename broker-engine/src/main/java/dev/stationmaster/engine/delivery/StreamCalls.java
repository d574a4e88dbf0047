package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.delivery.InfoAnswers.StreamDetails;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.jsapi.Answers;
import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.ApiSubject;
import dev.stationmaster.engine.jsapi.ApiTimes;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.StoredMessage;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.storage.DamagedRecordException;
import dev.stationmaster.engine.stream.StreamConfig;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Calls about one stream that its leader answers: info, purge, messages by sequence or subject. Confined to the group
/// loop.
final class StreamCalls {
    private static final int SUBJECTS_LIMIT = 100_000;

    private final Answers answers;
    private final InfoAnswers infos;

    StreamCalls(Answers answers, InfoAnswers infos) {
        this.answers = answers;
        this.infos = infos;
    }

    /// @throws ApiRefusal with the error to answer
    void handle(StreamDesk stream, ApiSubject subject, Message message) {
        switch (subject.call()) {
            case STREAM_INFO -> info(stream, message);
            case STREAM_PURGE -> purge(stream, message);
            case STREAM_MSG_GET -> get(stream, message);
            case STREAM_MSG_DELETE -> delete(stream, message);
            default -> throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
        }
    }

    private void info(StreamDesk stream, Message message) {
        RequestBody body = RequestBody.parse(message.payload());
        StreamDetails details = new StreamDetails(
                body.flag("deleted_details"), body.string("subjects_filter"), Math.max(0, body.count("offset", 0)));
        int total = details.subjectsFilter().isEmpty()
                ? 0
                : stream.partition().subjects(details.subjectsFilter()).size();
        ObjectNode answer = Answers.answer("stream_info")
                .put("total", total)
                .put("offset", Math.min(details.offset(), total))
                .put("limit", total > 0 ? SUBJECTS_LIMIT : 0);
        answers.send(message.reply(), infos.stream(answer, stream, details));
    }

    private void purge(StreamDesk stream, Message message) {
        RequestBody body = RequestBody.parse(message.payload());
        StreamConfig config = stream.partition().config();
        String filter = body.string("filter");
        long before = body.unsigned("seq");
        long keep = body.unsigned("keep");
        if (before > 0 && keep > 0) {
            throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
        }
        if (config.sealed()) {
            throw new ApiRefusal(JetStreamErrors.INVALID_OPERATION_ON_SEALED_STREAM);
        }
        if (config.denyPurge()) {
            throw new ApiRefusal(JetStreamErrors.GENERIC_10110.with("err", "stream purge not permitted"));
        }
        PartitionCommand purge =
                new PartitionCommand.PurgeStream(stream.partition().streamId(), filter, before, keep);
        stream.context().propose(purge, outcome -> purged(stream, filter, message, outcome));
    }

    private void purged(StreamDesk stream, String filter, Message message, Outcome outcome) {
        if (outcome instanceof Outcome.Done(byte[] reply)) {
            if (filter.isEmpty()) {
                stream.onPurged();
            } else {
                stream.onPurgedInside();
            }
            long count = reply.length < 8 ? 0 : ByteBuffer.wrap(reply).getLong();
            answers.send(
                    message.reply(),
                    Answers.answer("stream_purge").put("success", true).put("purged", count));
        } else {
            refuse(message, "stream_purge", outcome);
        }
    }

    private void get(StreamDesk stream, Message message) {
        StoredMessage found = select(stream.partition(), RequestBody.parse(message.payload()));
        if (found == null) {
            throw new ApiRefusal(JetStreamErrors.NO_MESSAGE_FOUND);
        }
        ObjectNode answer = Answers.answer("stream_msg_get");
        ObjectNode json = answer.putObject("message");
        json.put("subject", found.subject()).put("seq", found.sequence());
        if (found.headers().length > 0) {
            json.put("hdrs", found.headers());
        }
        if (found.payload().length > 0) {
            json.put("data", found.payload());
        }
        json.put("time", ApiTimes.format(found.timeNanos()));
        answers.send(message.reply(), answer);
    }

    private static boolean selectsNothing(RequestBody body) {
        return body.unsigned("seq") == 0
                && body.string("last_by_subj").isEmpty()
                && body.string("next_by_subj").isEmpty();
    }

    /// The message that exactly one selector names, null when there is none.
    private static @Nullable StoredMessage select(PartitionView partition, RequestBody body) {
        long sequence = body.unsigned("seq");
        String last = body.string("last_by_subj");
        String next = body.string("next_by_subj");
        boolean conflicting = !last.isEmpty() && (sequence > 0 || !next.isEmpty());
        if (conflicting || selectsNothing(body)) {
            throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
        }
        if (!last.isEmpty()) {
            return partition.loadLast(last);
        }
        return next.isEmpty() ? partition.load(sequence) : partition.loadNext(Math.max(1, sequence), List.of(next));
    }

    private void delete(StreamDesk stream, Message message) {
        RequestBody body = RequestBody.parse(message.payload());
        if (body.isEmpty()) {
            throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
        }
        long sequence = body.unsigned("seq");
        StreamConfig config = stream.partition().config();
        if (config.sealed()) {
            throw new ApiRefusal(JetStreamErrors.INVALID_OPERATION_ON_SEALED_STREAM);
        }
        if (config.denyDelete()) {
            throw new ApiRefusal(JetStreamErrors.GENERIC_10057.with("err", "message delete not permitted"));
        }
        if (sequence <= 0 || sequence > stream.partition().stats().lastSequence()) {
            throw new ApiRefusal(JetStreamErrors.GENERIC_10057.with("err", "stream store EOF"));
        }
        if (!isThere(stream.partition(), sequence)) {
            throw new ApiRefusal(JetStreamErrors.SEQUENCE_NOT_FOUND.with("seq", sequence));
        }
        PartitionCommand delete =
                new PartitionCommand.DeleteMessage(stream.partition().streamId(), sequence, !body.flag("no_erase"));
        stream.context().propose(delete, outcome -> {
            if (outcome instanceof Outcome.Done) {
                stream.onMessageDeleted(sequence);
                answers.send(
                        message.reply(), Answers.answer("stream_msg_delete").put("success", true));
            } else {
                refuse(message, "stream_msg_delete", outcome);
            }
        });
    }

    /// Also when it cannot be read: deleting it is the way out.
    private static boolean isThere(PartitionView partition, long sequence) {
        try {
            return partition.load(sequence) != null;
        } catch (DamagedRecordException e) {
            return true;
        }
    }

    private void refuse(Message message, String kind, Outcome outcome) {
        JetStreamError error = LeaderCalls.errorOf(outcome);
        answers.refuse(
                message.reply(),
                kind,
                error == null ? JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE : error);
    }

    /// Answers with the stored message itself, or with a status.
    void directGet(StreamDesk stream, ApiSubject subject, GroupRequest request) {
        Message message = request.message();
        String reply = message.reply();
        if (reply.isEmpty()) {
            return;
        }
        PartitionView partition = stream.partition();
        if (!partition.config().allowDirect()) {
            if (request.from().noResponders()) {
                answers.sendStatus(reply, "503");
            }
            return;
        }
        boolean bySubject = !subject.rest().isEmpty();
        if (bySubject && message.payload().length > 0) {
            answers.sendStatus(reply, "408 Bad Request");
            return;
        }
        StoredMessage found;
        try {
            RequestBody body = RequestBody.parse(message.payload());
            if (!bySubject && selectsNothing(body)) {
                answers.sendStatus(reply, "408 Empty Request");
                return;
            }
            found = bySubject ? partition.loadLast(subject.rest()) : select(partition, body);
        } catch (ApiRefusal refusal) {
            boolean malformed = refusal.error().equals(JetStreamErrors.INVALID_JSON);
            answers.sendStatus(reply, malformed ? "408 Malformed Request" : "408 Bad Request");
            return;
        } catch (DamagedRecordException damaged) {
            answers.sendStatus(reply, "500 Message " + damaged.sequence() + " Is Damaged");
            return;
        }
        if (found == null) {
            answers.sendStatus(reply, "404 Message Not Found");
        } else {
            answer(partition, found, message);
        }
    }

    private void answer(PartitionView partition, StoredMessage found, Message request) {
        String lines = "Nats-Stream: " + partition.config().name()
                + "\r\nNats-Subject: " + found.subject()
                + "\r\nNats-Sequence: " + found.sequence()
                + "\r\nNats-Time-Stamp: " + ApiTimes.format(found.timeNanos()) + "\r\n";
        answers.sendMessage(
                request.reply(),
                new Message(request.reply(), "", HeadersOnly.with(found.headers(), lines), found.payload()));
    }
}
