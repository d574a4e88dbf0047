package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What a consumer's configuration must satisfy, with the errors that JetStream gives. Everything here throws
/// [ApiRefusal].
public final class ConsumerRules {
    private static final int NAME_MAX = 255;
    private static final int DESCRIPTION_MAX = 4096;
    private static final int METADATA_MAX = 128 * 1024;
    private static final long HEARTBEAT_MIN_NANOS = 100_000_000;

    private ConsumerRules() {}

    static void requireEqualNames(String durable, String name) {
        refuseIf(!name.isEmpty() && !name.equals(durable), JetStreamErrors.CONSUMER_DURABLE_AND_NAME_HAVE_TO_BE_EQUAL);
    }

    static void requireOneKindOfFilter(String single, List<String> several) {
        refuseIf(
                !single.isEmpty() && !several.isEmpty(),
                JetStreamErrors.CONSUMER_CANNOT_HAVE_BOTH_FILTERSUBJECT_AND_FILTERSUBJECTS_SPECIFIED);
    }

    /// @param draft before defaults are filled in
    public static void check(ConsumerDraft draft, StreamConfig stream) {
        checkName(draft.name);
        refuseIf(
                draft.description.length() > DESCRIPTION_MAX,
                JetStreamErrors.CONSUMER_DESCRIPTION_IS_TOO_LONG_MAXIMUM_ALLOWED_IS.with("max", DESCRIPTION_MAX));
        checkReplicas(draft, stream);
        checkFilters(draft.filters);
        checkStart(draft);
        refuseIf(
                !draft.backoffNanos.isEmpty() && draft.maxDeliver > 0 && draft.backoffNanos.size() > draft.maxDeliver,
                JetStreamErrors.MAX_DELIVER_IS_REQUIRED_TO_BE_LENGTH_OF);
        checkSampling(draft.sampleFrequency);
        refuseIf(draft.maxBatch < 0, JetStreamErrors.CONSUMER_MAX_REQUEST_BATCH_NEEDS_TO_BE_0);
        refuseIf(
                draft.maxExpiresNanos != 0 && draft.maxExpiresNanos < 1_000_000,
                JetStreamErrors.CONSUMER_MAX_REQUEST_EXPIRES_NEEDS_TO_BE_1MS);
        int metadata = draft.metadata.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        refuseIf(
                metadata > METADATA_MAX,
                JetStreamErrors.CONSUMER_METADATA_EXCEEDS_MAXIMUM_SIZE_OF.with("limit", METADATA_MAX));
        if (draft.deliverSubject.isEmpty()) {
            checkPull(draft);
        } else {
            checkPush(draft, stream);
        }
        refuseIf(
                draft.direct && draft.deliverSubject.isEmpty(),
                JetStreamErrors.CONSUMER_DIRECT_REQUIRES_A_PUSH_BASED_CONSUMER);
        refuseIf(draft.direct && draft.durable, JetStreamErrors.CONSUMER_DIRECT_REQUIRES_AN_EPHEMERAL_CONSUMER);
        refuseIf(
                draft.direct && stream.retention() == Retention.INTEREST,
                JetStreamErrors.CONSUMER_CREATE_FAILED.with(
                        "err", "copying streams of interest retention is not supported by this broker"));
        checkLimits(draft, stream.consumerLimits());
        checkWorkQueue(draft, stream);
    }

    static void checkName(String name) {
        refuseIf(
                name.length() > NAME_MAX,
                JetStreamErrors.CONSUMER_NAME_IS_TOO_LONG_MAXIMUM_ALLOWED_IS.with("max", NAME_MAX));
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            refuseIf(c == '/' || c == '\\', JetStreamErrors.CONSUMER_NAME_CAN_NOT_CONTAIN_PATH_SEPARATORS);
            refuseIf(
                    c == '.' || c == '*' || c == '>' || Character.isWhitespace(c),
                    JetStreamErrors.DURABLE_NAME_CAN_NOT_CONTAIN);
        }
    }

    private static void checkReplicas(ConsumerDraft draft, StreamConfig stream) {
        refuseIf(draft.replicas < 0, JetStreamErrors.REPLICAS_COUNT_CANNOT_BE_NEGATIVE);
        refuseIf(
                draft.replicas > stream.replicas(),
                JetStreamErrors.CONSUMER_CONFIG_REPLICA_COUNT_EXCEEDS_PARENT_STREAM);
        refuseIf(
                draft.replicas != 0 && stream.retention() != Retention.LIMITS && draft.replicas != stream.replicas(),
                JetStreamErrors.CONSUMER_CONFIG_REPLICAS_MUST_MATCH_INTEREST_RETENTION_STREAM);
    }

    private static void checkFilters(List<String> filters) {
        for (int i = 0; i < filters.size(); i++) {
            String filter = filters.get(i);
            refuseIf(filter.isEmpty(), JetStreamErrors.CONSUMER_FILTER_IN_FILTERSUBJECTS_CANNOT_BE_EMPTY);
            refuseIf(
                    !SubjectPattern.isValidPattern(filter),
                    JetStreamErrors.STREAM_INVALID_CONFIG.with("err", "invalid subject"));
            for (int j = 0; j < i; j++) {
                refuseIf(
                        SubjectPattern.overlaps(filter, filters.get(j)),
                        JetStreamErrors.CONSUMER_SUBJECT_FILTERS_CANNOT_OVERLAP);
            }
        }
    }

    private static void checkStart(ConsumerDraft draft) {
        DeliverPolicy policy = draft.deliverPolicy;
        String prefix = "consumer delivery policy is deliver "
                + policy.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", but optional ";
        boolean sequence = draft.startSequence != 0;
        boolean time = draft.startTimeNanos != 0;
        if (policy != DeliverPolicy.BY_START_SEQUENCE && sequence) {
            throw refusal(prefix + "start sequence is also set");
        }
        if (policy != DeliverPolicy.BY_START_TIME && time) {
            throw refusal(prefix + "start time is also set");
        }
        if (policy == DeliverPolicy.BY_START_SEQUENCE && !sequence) {
            throw refusal(prefix + "start sequence is not set");
        }
        if (policy == DeliverPolicy.BY_START_TIME && !time) {
            throw refusal(prefix + "start time is not set");
        }
        if (policy == DeliverPolicy.LAST_PER_SUBJECT && draft.filters.isEmpty()) {
            throw refusal(prefix + "filter subject is not set");
        }
    }

    private static ApiRefusal refusal(String text) {
        return new ApiRefusal(JetStreamErrors.GENERIC_10094.with("err", text));
    }

    private static void checkSampling(String frequency) {
        String digits = frequency.endsWith("%") ? frequency.substring(0, frequency.length() - 1) : frequency;
        refuseIf(
                !digits.chars().allMatch(Character::isDigit),
                JetStreamErrors.FAILED_TO_PARSE_CONSUMER_SAMPLING_CONFIGURATION.with(
                        "err", "strconv.Atoi: parsing \"" + digits + "\": invalid syntax"));
    }

    private static void checkPull(ConsumerDraft draft) {
        refuseIf(draft.rateLimitBitsPerSecond > 0, JetStreamErrors.CONSUMER_IN_PULL_MODE_CAN_NOT_HAVE_RATE);
        refuseIf(draft.maxWaiting < 0, JetStreamErrors.CONSUMER_MAX_WAITING_NEEDS_TO_BE_POSITIVE);
        refuseIf(draft.idleHeartbeatNanos > 0, JetStreamErrors.CONSUMER_IDLE_HEARTBEAT_REQUIRES_A_PUSH_BASED_CONSUMER);
        refuseIf(draft.flowControl, JetStreamErrors.CONSUMER_FLOW_CONTROL_REQUIRES_A_PUSH_BASED_CONSUMER);
    }

    private static void checkPush(ConsumerDraft draft, StreamConfig stream) {
        refuseIf(
                SubjectPattern.hasWildcards(draft.deliverSubject),
                JetStreamErrors.CONSUMER_DELIVER_SUBJECT_HAS_WILDCARDS);
        refuseIf(
                !SubjectPattern.isValidSubject(draft.deliverSubject),
                JetStreamErrors.INVALID_PUSH_CONSUMER_DELIVER_SUBJECT);
        refuseIf(
                stream.subjects().stream().anyMatch(subject -> SubjectPattern.matches(subject, draft.deliverSubject)),
                JetStreamErrors.CONSUMER_DELIVER_SUBJECT_FORMS_A_CYCLE);
        refuseIf(draft.maxWaiting != 0, JetStreamErrors.CONSUMER_IN_PUSH_MODE_CAN_NOT_SET_MAX);
        refuseIf(
                draft.maxAckPending > 0 && draft.ackPolicy == AckPolicy.NONE,
                JetStreamErrors.CONSUMER_REQUIRES_ACK_POLICY_FOR_MAX_ACK_PENDING);
        refuseIf(
                draft.idleHeartbeatNanos > 0 && draft.idleHeartbeatNanos < HEARTBEAT_MIN_NANOS,
                JetStreamErrors.CONSUMER_IDLE_HEARTBEAT_NEEDS_TO_BE_100MS);
        refuseIf(
                draft.flowControl && draft.idleHeartbeatNanos == 0,
                JetStreamErrors.CONSUMER_WITH_FLOW_CONTROL_ALSO_NEEDS_HEARTBEATS);
    }

    private static void checkLimits(ConsumerDraft draft, StreamConfig.ConsumerLimits limits) {
        refuseIf(
                limits.maxAckPending() > 0 && draft.maxAckPending > limits.maxAckPending(),
                JetStreamErrors.CONSUMER_MAX_ACK_PENDING_EXCEEDS_SYSTEM_LIMIT_OF.with("limit", limits.maxAckPending()));
        refuseIf(
                limits.inactiveThresholdNanos() > 0 && draft.inactiveThresholdNanos > limits.inactiveThresholdNanos(),
                JetStreamErrors.CONSUMER_INACTIVE_THRESHOLD_EXCEEDS_SYSTEM_LIMIT_OF.with(
                        "limit", GoDuration.format(limits.inactiveThresholdNanos())));
    }

    private static void checkWorkQueue(ConsumerDraft draft, StreamConfig stream) {
        if (stream.retention() == Retention.WORK_QUEUE && !draft.direct) {
            refuseIf(draft.ackPolicy != AckPolicy.EXPLICIT, JetStreamErrors.WORKQUEUE_STREAM_REQUIRES_EXPLICIT_ACK);
            refuseIf(
                    draft.deliverPolicy != DeliverPolicy.ALL,
                    JetStreamErrors.CONSUMER_MUST_BE_DELIVER_ALL_ON_WORKQUEUE_STREAM);
        }
    }

    /// On a work queue each message belongs to one consumer.
    public static void checkAlone(ConsumerDraft draft, StreamConfig stream, Collection<ConsumerConfig> others) {
        if (stream.retention() != Retention.WORK_QUEUE || draft.direct) {
            return;
        }
        for (ConsumerConfig other : others) {
            if (other.name().equals(draft.name) || other.direct()) {
                continue;
            }
            refuseIf(
                    draft.filters.isEmpty() || other.filters().isEmpty(),
                    JetStreamErrors.MULTIPLE_NON_FILTERED_CONSUMERS_NOT_ALLOWED_ON_WORKQUEUE);
            for (String filter : draft.filters) {
                refuseIf(
                        other.filters().stream().anyMatch(taken -> SubjectPattern.overlaps(taken, filter)),
                        JetStreamErrors.FILTERED_CONSUMER_NOT_UNIQUE_ON_WORKQUEUE_STREAM);
            }
        }
    }

    /// What an update may not change. Both with defaults filled in.
    public static void checkUpdate(ConsumerConfig before, ConsumerConfig after) {
        refuseChange(before.deliverPolicy(), after.deliverPolicy(), "deliver policy can not be updated");
        refuseChange(before.startSequence(), after.startSequence(), "start sequence can not be updated");
        refuseChange(before.startTimeNanos(), after.startTimeNanos(), "start time can not be updated");
        refuseChange(before.ackPolicy(), after.ackPolicy(), "ack policy can not be updated");
        refuseChange(before.replayOriginal(), after.replayOriginal(), "replay policy can not be updated");
        refuseChange(before.idleHeartbeatNanos(), after.idleHeartbeatNanos(), "heart beats can not be updated");
        refuseChange(before.flowControl(), after.flowControl(), "flow control can not be updated");
        refuseChange(
                before.isPush(),
                after.isPush(),
                after.isPush()
                        ? "can not update pull consumer to push based"
                        : "can not update push consumer to pull based");
        refuseChange(before.maxWaiting(), after.maxWaiting(), "max waiting can not be updated");
    }

    private static void refuseChange(Object before, Object after, String text) {
        refuseIf(!before.equals(after), JetStreamErrors.CONSUMER_CREATE_FAILED.with("err", text));
    }

    private static void refuseIf(boolean condition, JetStreamError error) {
        if (condition) {
            throw new ApiRefusal(error);
        }
    }
}
