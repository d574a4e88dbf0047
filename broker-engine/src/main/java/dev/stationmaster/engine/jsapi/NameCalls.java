package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.MetaClient;
import dev.stationmaster.engine.meta.MetaClient.Result;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls that change or list the names of streams: answered through the meta group. Thread-safe; never blocks.
final class NameCalls {
    private static final int NAMES_LIMIT = 1024;
    private static final Duration INFO_TIMEOUT = Duration.ofSeconds(4);

    private final Directory directory;
    private final MetaClient meta;
    private final Inquiries inquiries;
    private final Answers answers;
    private final OriginRules origins;
    private final Quota quota;

    NameCalls(Directory directory, MetaClient meta, Inquiries inquiries, Answers answers, Quota quota) {
        this.quota = quota;
        this.directory = directory;
        this.meta = meta;
        this.inquiries = inquiries;
        this.answers = answers;
        this.origins = new OriginRules(directory, inquiries);
    }

    void create(ApiSubject subject, Message request, ClientIdentity from) {
        StreamConfig config = configOf(subject, request, from);
        StreamRules.refuseIf(config.sealed(), "stream configuration for create can not be sealed");
        StreamRules.refuseIf(
                config.mirror() == null && config.mirrorDirect(), "stream has no mirror but does have mirror direct");
        whenChecked(
                config,
                "stream_create",
                request,
                checked -> answered(
                        quota.change(checked, null, () -> meta.createStream(checked)),
                        LeaderSubjects.CREATED,
                        "stream_create",
                        request));
    }

    private void answered(
            CompletableFuture<Result<StreamRef>> change, String leaderSubject, String kind, Message request) {
        change.whenComplete((result, failure) -> {
            if (failure == null) {
                answerChanged(result, leaderSubject, kind, request);
            } else {
                refuse(request, kind, failure);
            }
        });
    }

    private void refuse(Message request, String kind, Throwable failure) {
        answers.refuse(
                request.reply(),
                kind,
                failure.getCause() instanceof ApiRefusal refusal
                        ? refusal.error()
                        : JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
    }

    /// Goes on with the configuration once the streams that it copies have been looked at.
    private void whenChecked(StreamConfig config, String kind, Message request, Consumer<StreamConfig> next) {
        origins.check(config).whenComplete((checked, failure) -> {
            if (failure == null) {
                next.accept(checked);
            } else {
                refuse(request, kind, failure);
            }
        });
    }

    void update(ApiSubject subject, Message request, ClientIdentity from) {
        StreamConfig config = configOf(subject, request, from);
        StreamRef stream = find(subject);
        inquiries
                .ask(stream.group(), subject(stream), new byte[0], INFO_TIMEOUT)
                .whenComplete((info, failure) -> {
                    if (failure != null) {
                        answers.refuse(
                                request.reply(),
                                "stream_update",
                                JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
                    } else {
                        updateFrom(info, config, request);
                    }
                });
    }

    private static String subject(StreamRef stream) {
        return "$JS.API.STREAM.INFO." + stream.name();
    }

    private void updateFrom(byte[] info, StreamConfig config, Message request) {
        StreamConfig before;
        try {
            @Nullable RequestBody shown = RequestBody.parse(info).object("config");
            if (shown == null) {
                throw new ApiRefusal(JetStreamErrors.STREAM_NOT_FOUND);
            }
            before = StreamConfigCodec.read(shown);
            StreamRules.checkUpdate(before, config);
        } catch (ApiRefusal refusal) {
            answers.refuse(request.reply(), "stream_update", refusal.error());
            return;
        }
        whenChecked(
                config,
                "stream_update",
                request,
                checked -> answered(
                        quota.change(checked, before, () -> meta.updateStream(checked)),
                        LeaderSubjects.UPDATED,
                        "stream_update",
                        request));
    }

    /// @throws ApiRefusal when the name is not the client's to use, or the configuration is wrong
    private static StreamConfig configOf(ApiSubject subject, Message request, ClientIdentity from) {
        RequestBody body = RequestBody.parse(request.payload());
        if (!from.internal()) {
            StreamRules.refuseReserved(subject.stream());
        }
        if (request.payload().length == 0) {
            throw new ApiRefusal(JetStreamErrors.INVALID_JSON);
        }
        if (!body.string("name").equals(subject.stream())) {
            throw new ApiRefusal(JetStreamErrors.STREAM_NAME_IN_SUBJECT_DOES_NOT_MATCH_REQUEST);
        }
        StreamConfig config = StreamConfigCodec.read(body);
        StreamRules.check(config);
        return config;
    }

    private void answerChanged(Result<StreamRef> result, String leaderSubject, String kind, Message request) {
        switch (result) {
            case Result.Done<StreamRef>(StreamRef stream) ->
                inquiries.tell(stream.group(), leaderSubject + stream.name(), request.reply(), new byte[0]);
            case Result.Failed<StreamRef> failed -> answers.refuse(request.reply(), kind, failed.error());
        }
    }

    void delete(ApiSubject subject, Message request, ClientIdentity from) {
        if (!RequestBody.isEmpty(request.payload())) {
            throw new ApiRefusal(JetStreamErrors.EXPECTED_AN_EMPTY_REQUEST_PAYLOAD);
        }
        StreamRef stream = find(subject);
        if (!from.internal()) {
            StreamRules.refuseReserved(stream.name());
        }
        meta.deleteStream(stream.name()).thenAccept(result -> {
            switch (result) {
                case Result.Done<StreamRef> _ ->
                    answers.send(
                            request.reply(), Answers.answer("stream_delete").put("success", true));
                case Result.Failed<StreamRef> failed ->
                    answers.refuse(request.reply(), "stream_delete", failed.error());
            }
        });
    }

    private StreamRef find(ApiSubject subject) {
        StreamRef stream = directory.stream(subject.stream());
        if (stream == null) {
            throw new ApiRefusal(JetStreamErrors.STREAM_NOT_FOUND);
        }
        return stream;
    }

    void names(Message request) {
        RequestBody body = RequestBody.parse(request.payload());
        List<String> found =
                matching(directory, body).stream().map(StreamRef::name).toList();
        int offset = Math.clamp(body.number("offset", 0), 0, found.size());
        ObjectNode answer = Answers.answer("stream_names")
                .put("total", found.size())
                .put("offset", offset)
                .put("limit", NAMES_LIMIT);
        if (offset == found.size()) {
            answer.putNull("streams");
        } else {
            ArrayNode page = answer.putArray("streams");
            found.stream().skip(offset).limit(NAMES_LIMIT).forEach(page::add);
        }
        answers.send(request.reply(), answer);
    }

    /// Streams that a request's `subject` selects, by name.
    static Collection<StreamRef> matching(Directory directory, RequestBody body) {
        String pattern = body.string("subject");
        if (pattern.isEmpty()) {
            return directory.streams();
        }
        return SubjectPattern.isValidPattern(pattern) ? directory.streamsFor(pattern) : List.of();
    }
}
