package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.delivery.InfoAnswers.StreamDetails;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.jsapi.Answers;
import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.ApiSubject;
import dev.stationmaster.engine.jsapi.LeaderSubjects;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.storage.DamagedRecordException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Answers the requests that reach a group's leader, by their subject. Confined to the group loop.
final class LeaderCalls {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderCalls.class);
    private static final String FLOW = "$JS.FC.";

    private final LeaderDesk leader;
    private final Answers answers;
    private final InfoAnswers infos;
    private final StreamCalls streams;
    private final Snapshots snapshots;
    private final ConsumerCalls consumers;

    LeaderCalls(LeaderDesk leader, String serverName, String domain, ClusterFacts cluster) {
        this.leader = leader;
        this.answers = new Answers(leader.router());
        this.infos = new InfoAnswers(serverName, domain, cluster);
        this.snapshots = new Snapshots(answers, infos);
        this.streams = new StreamCalls(answers, infos);
        this.consumers = new ConsumerCalls(answers, infos, leader.limits());
    }

    void handle(GroupRequest request) {
        String subject = request.message().subject();
        if (subject.startsWith(ApiSubject.PREFIX)) {
            handleApi(ApiSubject.parse(subject), request);
        } else if (subject.startsWith(SnapshotDesk.ACK)) {
            snapshots.onAck(subject);
        } else if (subject.startsWith(FLOW)) {
            handleFlow(subject);
        } else if (subject.startsWith(LeaderSubjects.GROUP_STATS)) {
            answers.send(request.message().reply(), GroupStats.of(leader));
        } else if (subject.startsWith(LeaderSubjects.PREFIX)) {
            handleInternal(subject, request.message());
        }
    }

    Snapshots snapshots() {
        return snapshots;
    }

    private void handleApi(ApiSubject subject, GroupRequest request) {
        Message message = request.message();
        StreamDesk stream = leader.stream(subject.stream());
        try {
            if (stream == null) {
                refuseUnknownStream(subject, request);
            } else if (subject.call() == ApiSubject.Call.STREAM_SNAPSHOT) {
                snapshots.start(stream, message);
            } else if (subject.call() == ApiSubject.Call.STREAM_LEADER_STEPDOWN) {
                handOver(subject, message);
            } else if (subject.call() == ApiSubject.Call.CONSUMER_LEADER_STEPDOWN) {
                if (stream.consumer(subject.consumer()) == null) {
                    throw new ApiRefusal(JetStreamErrors.CONSUMER_NOT_FOUND);
                }
                handOver(subject, message);
            } else if (subject.call() == ApiSubject.Call.DIRECT_GET) {
                streams.directGet(stream, subject, request);
            } else if (subject.consumer().isEmpty() && !subject.call().name().startsWith("CONSUMER")) {
                streams.handle(stream, subject, message);
            } else {
                consumers.handle(stream, subject, request);
            }
        } catch (ApiRefusal refusal) {
            answers.refuse(message.reply(), subject.call().response(), refusal.error());
        } catch (DamagedRecordException damaged) {
            String what = "message " + damaged.sequence() + " is damaged and cannot be served";
            answers.refuse(
                    message.reply(), subject.call().response(), JetStreamErrors.STREAM_GENERAL_ERROR.with("err", what));
        } catch (RuntimeException e) {
            // Who asks is told, whatever went wrong; the loop reports it.
            answers.refuse(
                    message.reply(),
                    subject.call().response(),
                    JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
            throw e;
        }
    }

    /// Leadership is the group's: all its streams and consumers move.
    private void handOver(ApiSubject subject, Message message) {
        String kind = subject.call().response();
        leader.context().handOver(0, worked -> {
            if (worked) {
                answers.send(message.reply(), Answers.answer(kind).put("success", true));
            } else {
                answers.refuse(
                        message.reply(),
                        kind,
                        JetStreamErrors.GENERIC.with("err", "no other replica took over in time"));
            }
        });
    }

    private void refuseUnknownStream(ApiSubject subject, GroupRequest request) {
        switch (subject.call()) {
            case DIRECT_GET, CONSUMER_MSG_NEXT -> {
                if (request.from().noResponders()) {
                    answers.sendStatus(request.message().reply(), "503");
                }
            }
            default -> throw new ApiRefusal(JetStreamErrors.STREAM_NOT_FOUND);
        }
    }

    private void handleFlow(String subject) {
        String[] tokens = subject.split("\\.");
        StreamDesk stream = tokens.length < 5 ? null : leader.stream(tokens[2]);
        if (stream != null && stream.consumer(tokens[3]) instanceof PushDesk push) {
            push.onFlowReply(subject);
        }
    }

    private void handleInternal(String subject, Message message) {
        if (subject.startsWith(LeaderSubjects.CREATED)) {
            changed(subject.substring(LeaderSubjects.CREATED.length()), "stream_create", message);
        } else if (subject.startsWith(LeaderSubjects.UPDATED)) {
            changed(subject.substring(LeaderSubjects.UPDATED.length()), "stream_update", message);
        } else if (subject.equals(LeaderSubjects.LIST)) {
            list(message);
        } else if (subject.equals(LeaderSubjects.TOTALS)) {
            answers.send(message.reply(), GroupStats.totals(leader, answers.refusals()));
        } else if (subject.startsWith(LeaderSubjects.HAND_OVER)) {
            int to = Integer.parseInt(subject.substring(LeaderSubjects.HAND_OVER.length()));
            leader.context()
                    .handOver(
                            to,
                            worked -> LOG.info(
                                    "[group {}] leadership {} node {}",
                                    leader.context().group(),
                                    worked ? "was handed to" : "stays, it could not be handed to",
                                    to));
        } else if (subject.startsWith(LeaderSubjects.GIVEN_UP)) {
            givenUp(subject.substring(LeaderSubjects.GIVEN_UP.length()), message);
        }
    }

    private void changed(String name, String kind, Message message) {
        StreamDesk stream = leader.stream(name);
        if (stream == null) {
            answers.refuse(message.reply(), kind, JetStreamErrors.STREAM_NOT_FOUND);
            return;
        }
        ObjectNode answer = infos.stream(Answers.answer(kind), stream, StreamDetails.NONE);
        if (kind.equals("stream_create")) {
            answer.put("did_create", true);
        }
        answers.send(message.reply(), answer);
    }

    private void list(Message message) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode found = answer.putArray("streams");
        for (String name : RequestBody.parse(message.payload()).strings("streams")) {
            StreamDesk stream = leader.stream(name);
            if (stream != null) {
                found.add(infos.stream(JsonNodeFactory.instance.objectNode(), stream, StreamDetails.NONE));
            }
        }
        answers.send(message.reply(), answer);
    }

    private void givenUp(String name, Message message) {
        StreamDesk stream = leader.stream(name);
        RequestBody body = RequestBody.parse(message.payload());
        if (stream == null) {
            return;
        }
        String consumer = body.string("consumer");
        long sequence = body.number("seq", 0);
        String reason = body.string("error");
        ConsumerDesk desk = stream.consumer(consumer);
        if (desk != null && !desk.onDeadLetter(sequence, reason)) {
            leader.deadLetters().takeSettled(stream.partition(), consumer, sequence, reason);
        }
    }

    /// What a client is told when a command was not carried out.
    static @Nullable JetStreamError errorOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(JetStreamError error) -> error;
            case Outcome.Unknown _ -> JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE;
            case Outcome.Stored _, Outcome.Duplicate _, Outcome.Done _ -> null;
        };
    }
}
