package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.auth.AccountLimits;
import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.delivery.ConsumerDesk.CloseReason;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.jsapi.Answers;
import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.ApiSubject;
import dev.stationmaster.engine.jsapi.ConsumerDraft;
import dev.stationmaster.engine.jsapi.ConsumerRequest;
import dev.stationmaster.engine.jsapi.ConsumerRules;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.replication.PartitionCommand.Action;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls about a stream's consumers that its leader answers. Confined to the group loop.
final class ConsumerCalls {
    /// Copiers never ask for a message again but by a new consumer.
    private static final long COPY_ACK_WAIT_NANOS = Duration.ofHours(22).toNanos();

    private static final int NAMES_LIMIT = 1024;
    private static final int LIST_LIMIT = 256;
    private static final String NAME_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final Answers answers;
    private final InfoAnswers infos;
    private final AccountLimits limits;

    ConsumerCalls(Answers answers, InfoAnswers infos, AccountLimits limits) {
        this.limits = limits;
        this.answers = answers;
        this.infos = infos;
    }

    /// @throws ApiRefusal with the error to answer
    void handle(StreamDesk stream, ApiSubject subject, GroupRequest request) {
        Message message = request.message();
        switch (subject.call()) {
            case CONSUMER_MSG_NEXT -> next(stream, subject, request);
            case CONSUMER_INFO -> {
                requireEmpty(message);
                answers.send(message.reply(), infos.consumer(Answers.answer("consumer_info"), find(stream, subject)));
            }
            case CONSUMER_CREATE, CONSUMER_DURABLE_CREATE -> create(stream, subject, message);
            case CONSUMER_DELETE -> delete(stream, subject, message);
            case CONSUMER_NAMES -> names(stream, message);
            case CONSUMER_LIST -> list(stream, message);
            default -> throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
        }
    }

    private static void requireEmpty(Message message) {
        if (!RequestBody.isEmpty(message.payload())) {
            throw new ApiRefusal(JetStreamErrors.EXPECTED_AN_EMPTY_REQUEST_PAYLOAD);
        }
    }

    private static ConsumerDesk find(StreamDesk stream, ApiSubject subject) {
        ConsumerDesk desk = stream.consumer(subject.consumer());
        if (desk == null) {
            throw new ApiRefusal(JetStreamErrors.CONSUMER_NOT_FOUND);
        }
        return desk;
    }

    private void next(StreamDesk stream, ApiSubject subject, GroupRequest request) {
        Message message = request.message();
        switch (stream.consumer(subject.consumer())) {
            case PullDesk pull -> pull.onPull(message.reply(), message.payload());
            case PushDesk _ -> answers.sendStatus(message.reply(), StatusFrame.PUSH_BASED);
            case null -> {
                if (request.from().noResponders()) {
                    answers.sendStatus(message.reply(), "503");
                }
            }
        }
    }

    private void create(StreamDesk stream, ApiSubject subject, Message message) {
        ConsumerRequest request = ConsumerRequest.parse(subject, message.payload());
        ConsumerDraft draft = request.draft();
        StreamConfig config = stream.partition().config();
        if (draft.name.isEmpty()) {
            draft.name = generatedName();
        }
        ConsumerRules.check(draft, config);
        if (draft.direct && config.retention() == Retention.WORK_QUEUE) {
            settleByCopies(draft);
        }
        keepToLimits(draft);
        draft.withDefaults(config.consumerLimits());
        draft.ephemeral = livesOnLeader(draft, config);
        ConsumerDesk existing = stream.consumer(draft.name);
        if (existing == null) {
            createNew(stream, request, message);
        } else {
            update(stream, existing, request, message);
        }
    }

    private void keepToLimits(ConsumerDraft draft) {
        int most = limits.ackPending();
        if (most <= 0 || draft.direct || draft.ackPolicy == AckPolicy.NONE) {
            return;
        }
        if (draft.maxAckPending > most) {
            throw new ApiRefusal(JetStreamErrors.CONSUMER_MAX_ACK_PENDING_EXCEEDS_SYSTEM_LIMIT_OF.with("limit", most));
        }
        draft.maxAckPending =
                draft.maxAckPending == 0 ? Math.min(most, ConsumerDraft.MAX_ACK_PENDING) : draft.maxAckPending;
    }

    /// In memory or of one replica, not durable, on a limits stream: no command, no retention depends on it. A copier's
    /// always does: it reads and settles nothing.
    private static boolean livesOnLeader(ConsumerDraft draft, StreamConfig stream) {
        return draft.direct
                || (!draft.durable
                        && stream.retention() == Retention.LIMITS
                        && (draft.memoryStorage || draft.replicas <= 1));
    }

    /// A copier of a work queue takes out what it has copied: it is told so by an ack policy that it did not ask for.
    private static void settleByCopies(ConsumerDraft draft) {
        draft.ackPolicy = AckPolicy.EXPLICIT;
        draft.ackWaitNanos = COPY_ACK_WAIT_NANOS;
        draft.maxAckPending = -1;
    }

    private void createNew(StreamDesk stream, ConsumerRequest request, Message message) {
        ConsumerDraft draft = request.draft();
        if (request.action() == Action.UPDATE) {
            throw new ApiRefusal(JetStreamErrors.CONSUMER_DOES_NOT_EXIST);
        }
        StreamConfig config = stream.partition().config();
        int most = config.maxConsumers() <= 0 || (limits.consumers() > 0 && limits.consumers() < config.maxConsumers())
                ? limits.consumers()
                : config.maxConsumers();
        if (most > 0 && !draft.direct && stream.consumers().size() >= most) {
            throw new ApiRefusal(JetStreamErrors.MAXIMUM_CONSUMERS_LIMIT_REACHED);
        }
        List<ConsumerConfig> others =
                stream.consumers().stream().map(ConsumerDesk::config).toList();
        ConsumerRules.checkAlone(draft, config, others);
        ConsumerConfig wanted = draft.build();
        if (wanted.ephemeral()) {
            ConsumerDesk desk = stream.openEphemeral(wanted);
            answerCreated(desk, message);
            desk.deliver();
            desk.wake();
        } else {
            put(stream, wanted, request.action(), message);
        }
    }

    private void update(StreamDesk stream, ConsumerDesk existing, ConsumerRequest request, Message message) {
        ConsumerConfig before = existing.config();
        ConsumerDraft draft = request.draft();
        draft.ephemeral = before.ephemeral();
        draft.durable = before.durable();
        draft.named |= before.named();
        ConsumerDraft same = new ConsumerDraft(before);
        same.named = draft.named;
        ConsumerConfig wanted = draft.build();
        if (same.build().equals(wanted)) {
            answerCreated(existing, message);
            return;
        }
        if (request.action() == Action.CREATE) {
            throw new ApiRefusal(JetStreamErrors.CONSUMER_ALREADY_EXISTS);
        }
        ConsumerRules.checkUpdate(before, wanted);
        if (existing instanceof PushDesk push
                && push.isActive()
                && !before.deliverSubject().equals(wanted.deliverSubject())) {
            throw new ApiRefusal(JetStreamErrors.CONSUMER_NAME_ALREADY_IN_USE);
        }
        if (before.ephemeral()) {
            existing.configure(wanted);
            answerCreated(existing, message);
        } else {
            put(stream, wanted, Action.CREATE_OR_UPDATE, message);
        }
    }

    private void put(StreamDesk stream, ConsumerConfig wanted, Action action, Message message) {
        PartitionCommand put =
                new PartitionCommand.PutConsumer(stream.partition().streamId(), wanted.name(), wanted, action);
        stream.context().propose(put, outcome -> {
            @Nullable JetStreamError error = LeaderCalls.errorOf(outcome);
            if (error == null && stream.consumer(wanted.name()) == null) {
                stream.onConsumerPut(wanted.name());
            }
            ConsumerDesk desk = stream.consumer(wanted.name());
            if (error == null && desk != null) {
                answerCreated(desk, message);
            } else {
                answers.refuse(
                        message.reply(), "consumer_create", error == null ? JetStreamErrors.CONSUMER_NOT_FOUND : error);
            }
        });
    }

    private void answerCreated(ConsumerDesk desk, Message message) {
        answers.send(message.reply(), infos.consumer(Answers.answer("consumer_create"), desk));
    }

    private void delete(StreamDesk stream, ApiSubject subject, Message message) {
        requireEmpty(message);
        ConsumerDesk desk = find(stream, subject);
        if (!desk.recorder.isReplicated()) {
            stream.close(desk.name(), CloseReason.DELETED);
            answerDeleted(message);
            return;
        }
        PartitionCommand delete =
                new PartitionCommand.DeleteConsumer(stream.partition().streamId(), desk.name());
        stream.context().propose(delete, outcome -> {
            @Nullable JetStreamError error = LeaderCalls.errorOf(outcome);
            if (error == null || outcome instanceof Outcome.Done) {
                answerDeleted(message);
            } else {
                answers.refuse(message.reply(), "consumer_delete", error);
            }
        });
    }

    private void answerDeleted(Message message) {
        answers.send(message.reply(), Answers.answer("consumer_delete").put("success", true));
    }

    private void names(StreamDesk stream, Message message) {
        ObjectNode answer = page("consumer_names", stream, message, NAMES_LIMIT);
        ArrayNode names = answer.putArray("consumers");
        stream.consumers().stream()
                .skip(answer.get("offset").longValue())
                .limit(NAMES_LIMIT)
                .forEach(desk -> names.add(desk.name()));
        answers.send(message.reply(), answer);
    }

    private void list(StreamDesk stream, Message message) {
        ObjectNode answer = page("consumer_list", stream, message, LIST_LIMIT);
        ArrayNode consumers = answer.putArray("consumers");
        stream.consumers().stream()
                .skip(answer.get("offset").longValue())
                .limit(LIST_LIMIT)
                .forEach(desk -> consumers.add(infos.consumer(answer.objectNode(), desk)));
        answers.send(message.reply(), answer);
    }

    private static ObjectNode page(String kind, StreamDesk stream, Message message, int limit) {
        int total = stream.consumers().size();
        int offset = Math.clamp(RequestBody.parse(message.payload()).number("offset", 0), 0, total);
        return Answers.answer(kind).put("total", total).put("offset", offset).put("limit", limit);
    }

    private static String generatedName() {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            name.append(NAME_CHARS.charAt(ThreadLocalRandom.current().nextInt(NAME_CHARS.length())));
        }
        return name.toString();
    }
}
