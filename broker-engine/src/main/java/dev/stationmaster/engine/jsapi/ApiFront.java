package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.auth.AccountLimits;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.MetaClient;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.Router;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's front for `$JS.API.>`, `$JS.ACK.>`, `$JS.FC.>` and `$JS.SNAPSHOT.ACK.>`: looks up the stream and passes
/// the request to the leader of its group, or answers by itself what needs names only. Thread-safe; never blocks.
public final class ApiFront implements Router.ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiFront.class);
    private static final String FLOW = "$JS.FC.";
    private static final String SNAPSHOT_ACK = "$JS.SNAPSHOT.ACK.";

    private final Directory directory;
    private final GroupClient groups;
    private final Answers answers;
    private final NameCalls names;
    private final GatherCalls gathers;
    private final Quota quota;
    private final Restores restores;
    private final ApiAudit audit;
    private final boolean clustered;
    private final String domain;
    private final AtomicLong calls = new AtomicLong();

    /// @param clustered whether there are other nodes
    /// @param room what the whole broker may keep
    /// @param domain whose subjects are taken as well, `""` for none
    public ApiFront(
            Router router,
            Directory directory,
            MetaClient meta,
            GroupClient groups,
            Inquiries inquiries,
            Restores restores,
            ApiAudit audit,
            boolean clustered,
            AccountLimits limits,
            Quota.Room room,
            String domain) {
        this.audit = audit;
        this.restores = restores;
        this.clustered = clustered;
        this.domain = domain;
        this.directory = directory;
        this.groups = groups;
        this.answers = new Answers(router);
        this.gathers = new GatherCalls(directory, inquiries, answers, domain, limits);
        this.quota = new Quota(limits, room, directory, gathers::used);
        this.names = new NameCalls(directory, meta, inquiries, answers, quota);
    }

    /// Takes the subjects of the API. Called once, before clients connect.
    public void serve(Router router) {
        router.serve("$JS.API.>", this);
        router.serve("$JS.ACK.>", this);
        router.serve("$JS.FC.>", this);
        router.serve(SNAPSHOT_ACK + ">", this);
        if (!domain.isEmpty()) {
            DomainSubjects.serve(router, domain);
        }
    }

    /// How many calls came in here.
    public long calls() {
        return calls.get();
    }

    /// How many of them were refused here, beside those that leaders refused.
    public long refusals() {
        return answers.refusals();
    }

    @Override
    public void handle(Message request, ClientIdentity from) {
        String subject = request.subject();
        if (subject.startsWith(AckSubject.PREFIX)) {
            pass(AckSubject.streamOf(subject), request, from);
        } else if (subject.startsWith(FLOW)) {
            pass(token(subject, FLOW.length()), request, from);
        } else if (subject.startsWith(SNAPSHOT_ACK)) {
            pass(token(subject, SNAPSHOT_ACK.length()), request, from);
        } else {
            calls.incrementAndGet();
            ApiSubject parsed = ApiSubject.parse(subject);
            Message watched = audit.watched(request, parsed.call(), from);
            try {
                handleApi(parsed, watched, from);
            } catch (ApiRefusal refusal) {
                refuse(parsed, watched, refusal.error());
            } catch (RuntimeException e) {
                // A request that we cannot take must not end the connection that it came on.
                LOG.error("request {} failed", subject, e);
                refuse(parsed, watched, JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
            }
        }
    }

    private static String token(String subject, int start) {
        int end = subject.indexOf('.', start);
        return end < 0 ? "" : subject.substring(start, end);
    }

    private void pass(String stream, Message request, ClientIdentity from) {
        StreamRef ref = directory.stream(stream);
        if (ref != null) {
            groups.request(ref.group(), new GroupRequest(request, from));
        }
    }

    private void handleApi(ApiSubject subject, Message request, ClientIdentity from) {
        switch (subject.call()) {
            case INFO -> {
                if (clustered && groups.leader(GroupId.META) == 0) {
                    throw new ApiRefusal(JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
                }
                gathers.accountInfo(request, calls.get(), answers.refusals());
            }
            case STREAM_CREATE -> names.create(subject, request, from);
            case STREAM_UPDATE -> names.update(subject, request, from);
            case STREAM_DELETE -> names.delete(subject, request, from);
            case STREAM_NAMES -> names.names(request);
            case STREAM_LIST -> gathers.list(request);
            case STREAM_RESTORE -> {
                quota.checkCount();
                restores.start(subject, request, from);
            }
            case STREAM_PEER_REMOVE -> {
                requireCluster();
                throw new ApiRefusal(
                        JetStreamErrors.STREAM_GENERAL_ERROR.with("err", "moving peers is not supported yet"));
            }
            case STREAM_LEADER_STEPDOWN, CONSUMER_LEADER_STEPDOWN -> {
                requireCluster();
                refuseUnlessEmpty(request);
                toLeader(subject, request, from);
            }
            case META_LEADER_STEPDOWN -> {
                // As for every account but the system's: no answer.
                if (from.internal()) {
                    requireCluster();
                    groups.request(GroupId.META, new GroupRequest(request, from));
                }
            }
            case UNKNOWN -> throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
            case STREAM_INFO,
                    STREAM_SNAPSHOT,
                    STREAM_PURGE,
                    STREAM_MSG_GET,
                    STREAM_MSG_DELETE,
                    CONSUMER_CREATE,
                    CONSUMER_DURABLE_CREATE,
                    CONSUMER_NAMES,
                    CONSUMER_LIST,
                    CONSUMER_INFO,
                    CONSUMER_DELETE,
                    CONSUMER_MSG_NEXT,
                    DIRECT_GET -> toLeader(subject, request, from);
        }
    }

    private void requireCluster() {
        if (!clustered) {
            throw new ApiRefusal(JetStreamErrors.JETSTREAM_CLUSTERING_SUPPORT_REQUIRED);
        }
    }

    private static void refuseUnlessEmpty(Message request) {
        if (!RequestBody.isEmpty(request.payload())) {
            throw new ApiRefusal(JetStreamErrors.BAD_REQUEST);
        }
    }

    private void toLeader(ApiSubject subject, Message request, ClientIdentity from) {
        StreamRef stream = PartitionNames.resolve(directory, subject.stream());
        if (stream != null) {
            Message passed = stream.name().equals(subject.stream())
                    ? request
                    : new Message(
                            subject.subjectFor(stream.name()), request.reply(), request.headers(), request.payload());
            groups.request(stream.group(), new GroupRequest(passed, from));
        } else if (subject.call() != ApiSubject.Call.DIRECT_GET
                && subject.call() != ApiSubject.Call.CONSUMER_MSG_NEXT) {
            throw new ApiRefusal(JetStreamErrors.STREAM_NOT_FOUND);
        } else if (from.noResponders()) {
            answers.sendStatus(request.reply(), "503");
        }
    }

    private void refuse(ApiSubject subject, Message request, JetStreamError error) {
        answers.refuse(request.reply(), subject.call().response(), error);
    }
}
