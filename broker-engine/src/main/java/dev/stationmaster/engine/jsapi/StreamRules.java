package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.util.List;
import java.util.Objects;

/// What a stream's configuration must satisfy, with the errors that JetStream gives. Everything here throws
/// [ApiRefusal].
final class StreamRules {
    private static final int NAME_MAX = 255;
    private static final int DESCRIPTION_MAX = 4096;
    private static final int REPLICAS_MAX = 5;
    private static final int METADATA_MAX = 128 * 1024;
    private static final long DURATION_MIN_NANOS = 100_000_000;
    /// Leaves more sequences than a stream can ever use.
    static final long FIRST_SEQUENCE_MAX = Long.MAX_VALUE / 2;

    private static final List<String> API_SUBJECTS = List.of("$JS.>", "$JSC.>", "$NRG.>");

    private StreamRules() {}

    /// Names of station partitions and of the product's own streams belong to it alone.
    static void refuseReserved(String name) {
        if (isReserved(name)) {
            throw invalid("stream name '" + name + "' belongs to a station or to the broker itself");
        }
    }

    static boolean isReserved(String name) {
        int dollar = name.lastIndexOf('$');
        boolean partition = dollar > 0
                && dollar < name.length() - 1
                && name.substring(dollar + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        return partition || name.startsWith("$memphis");
    }

    static void check(StreamConfig config) {
        checkName(config.name());
        refuseIf(
                config.description().length() > DESCRIPTION_MAX,
                "stream description is too long, maximum allowed is " + DESCRIPTION_MAX);
        refuseIf(config.replicas() > REPLICAS_MAX, "maximum replicas is " + REPLICAS_MAX);
        refuseIf(config.maxAgeNanos() > 0 && config.maxAgeNanos() < DURATION_MIN_NANOS, "max age needs to be >= 100ms");
        refuseIf(
                config.firstSequence() > FIRST_SEQUENCE_MAX,
                "first sequence " + Long.toUnsignedString(config.firstSequence()) + " is too high, maximum allowed is "
                        + FIRST_SEQUENCE_MAX);
        checkWindow(config);
        refuseIf(
                config.denyPurge() && !config.sealed() && config.allowRollup(),
                "roll-ups require the purge permission");
        if (config.discardNewPerSubject()) {
            refuseIf(config.discard() != Discard.NEW, "discard new per subject requires discard new policy to be set");
            refuseIf(config.maxMessagesPerSubject() <= 0, "discard new per subject requires max msgs per subject > 0");
        }
        int metadata = config.metadata().entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        refuseIf(metadata > METADATA_MAX, "stream metadata exceeds maximum size of " + METADATA_MAX + " bytes");
        FlowRules.checkMirror(config);
        FlowRules.checkSources(config);
        checkSubjects(config);
        FlowRules.checkRepublish(config);
        FlowRules.checkTransform(config);
    }

    static void checkName(String name) {
        refuseIf(name.length() > NAME_MAX, "stream name is too long, maximum allowed is " + NAME_MAX);
        boolean valid = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\') {
                throw new ApiRefusal(JetStreamErrors.STREAM_NAME_CAN_NOT_CONTAIN_PATH_SEPARATORS);
            }
            valid &= c != '.' && c != '*' && c != '>' && !Character.isWhitespace(c);
        }
        refuseIf(!valid, "stream name is required and can not contain '.', '*', '>'");
    }

    private static void checkWindow(StreamConfig config) {
        long window = config.duplicateWindowNanos();
        refuseIf(window < 0, "duplicates window can not be negative");
        refuseIf(
                config.maxAgeNanos() != 0 && window > config.maxAgeNanos(),
                "duplicates window can not be larger then max age");
        refuseIf(window > 0 && window < DURATION_MIN_NANOS, "duplicates window needs to be >= 100ms");
    }

    private static void checkSubjects(StreamConfig config) {
        List<String> subjects = config.subjects();
        for (int i = 0; i < subjects.size(); i++) {
            String subject = subjects.get(i);
            refuseIf(!SubjectPattern.isValidPattern(subject), "invalid subject");
            checkCapture(subject, config);
            for (int j = 0; j < i; j++) {
                refuseIf(subject.equals(subjects.get(j)), "duplicate subjects detected");
                refuseIf(
                        SubjectPattern.overlaps(subject, subjects.get(j)),
                        "subject \"" + subject + "\" overlaps with \"" + subjects.get(j) + "\"");
            }
        }
    }

    private static void checkCapture(String subject, StreamConfig config) {
        if (subject.equals(">")) {
            refuseIf(!config.noAck(), "capturing all subjects requires no-ack to be true");
            refuseIf(config.replicas() > 1, "capturing all subjects requires replicas of 1");
            return;
        }
        if (config.noAck()) {
            return;
        }
        boolean api = API_SUBJECTS.stream().anyMatch(owned -> SubjectPattern.overlaps(owned, subject));
        refuseIf(
                api && !SubjectPattern.isSubset(subject, "$JS.EVENT.>"),
                "subjects that overlap with jetstream api require no-ack to be true");
        refuseIf(
                SubjectPattern.overlaps("$SYS.>", subject) && !SubjectPattern.isSubset(subject, "$SYS.ACCOUNT.>"),
                "subjects that overlap with system api require no-ack to be true");
    }

    /// What an update may not change.
    static void checkUpdate(StreamConfig before, StreamConfig after) {
        refuseIf(
                before.maxConsumers() != after.maxConsumers(),
                "stream configuration update can not change MaxConsumers");
        refuseIf(before.storage() != after.storage(), "stream configuration update can not change storage type");
        refuseIf(
                before.retention() != after.retention()
                        && (before.retention() == Retention.WORK_QUEUE || after.retention() == Retention.WORK_QUEUE),
                "stream configuration update can not change retention policy to/from workqueue");
        refuseIf(before.sealed() && !after.sealed(), "stream configuration update can not unseal a sealed stream");
        refuseIf(
                before.denyDelete() && !after.denyDelete(),
                "stream configuration update can not cancel deny message deletes");
        if (!Objects.equals(before.mirror(), after.mirror())) {
            throw new ApiRefusal(JetStreamErrors.STREAM_MIRROR_CONFIGURATION_CAN_NOT_BE_UPDATED);
        }
        refuseIf(before.denyPurge() && !after.denyPurge(), "stream configuration update can not cancel deny purge");
        refuseIf(
                before.replicas() != after.replicas(),
                "changing num_replicas of an existing stream is not supported yet");
    }

    static void refuseIf(boolean condition, String text) {
        if (condition) {
            throw invalid(text);
        }
    }

    private static ApiRefusal invalid(String text) {
        JetStreamError error = JetStreamErrors.STREAM_INVALID_CONFIG.with("err", text);
        return new ApiRefusal(error);
    }
}
