package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Republish;
import dev.stationmaster.engine.stream.StreamConfig.Transform;
import dev.stationmaster.engine.stream.StreamSource;
import dev.stationmaster.engine.subject.SubjectPattern;
import dev.stationmaster.engine.subject.SubjectTransform;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stream's mirror, sources, republish and transform must satisfy by themselves, with the errors that JetStream
/// gives. What depends on other streams is looked at by [OriginRules]. Everything here throws [ApiRefusal].
final class FlowRules {
    private static final String API = "$JS.API";

    private FlowRules() {}

    static void checkMirror(StreamConfig config) {
        @Nullable StreamSource mirror = config.mirror();
        if (mirror == null) {
            return;
        }
        refuseIf(config.firstSequence() > 0, JetStreamErrors.STREAM_MIRRORS_CAN_NOT_HAVE_FIRST_SEQUENCE_CONFIGURED);
        refuseIf(!config.subjects().isEmpty(), JetStreamErrors.STREAM_MIRRORS_CAN_NOT_CONTAIN_SUBJECTS);
        refuseIf(!config.sources().isEmpty(), JetStreamErrors.STREAM_MIRRORS_CAN_NOT_ALSO_CONTAIN_OTHER_SOURCES);
        refuseIf(
                mirror.startSequence() > 0 && mirror.startTimeNanos() != 0,
                JetStreamErrors.STREAM_MIRRORS_CAN_NOT_HAVE_BOTH_START_SEQ);
        refuseIf(
                !mirror.filter().isEmpty() && !mirror.transforms().isEmpty(),
                JetStreamErrors.MIRROR_WITH_MULTIPLE_SUBJECT_TRANSFORMS_CANNOT_ALSO_HAVE);
        refuseIf(
                !isFilter(mirror.filter()) || !areFilters(mirror.transforms()),
                JetStreamErrors.MIRROR_SUBJECT_FILTER_IS_INVALID);
        checkDestinations(mirror.transforms(), JetStreamErrors.MIRROR_TRANSFORM_DESTINATION_IS_INVALID);
        refuseIf(overlap(mirror.transforms()), JetStreamErrors.MIRROR_SUBJECT_FILTERS_CAN_NOT_OVERLAP);
        refuseIf(mirror.external() == null && !isName(mirror.name()), JetStreamErrors.MIRRORED_STREAM_NAME_IS_INVALID);
        checkExternal(mirror);
    }

    static void checkSources(StreamConfig config) {
        Set<String> keys = new HashSet<>();
        for (StreamSource source : config.sources()) {
            refuseIf(!isName(source.name()), JetStreamErrors.SOURCED_STREAM_NAME_IS_INVALID);
            refuseIf(!keys.add(source.key()), JetStreamErrors.DUPLICATE_SOURCE_CONFIGURATION_DETECTED);
            refuseIf(
                    !source.filter().isEmpty() && !source.transforms().isEmpty(),
                    JetStreamErrors.SOURCE_WITH_MULTIPLE_SUBJECT_TRANSFORMS_CANNOT_ALSO_HAVE);
            refuseIf(
                    !isFilter(source.filter()) || !areFilters(source.transforms()),
                    JetStreamErrors.SOURCE_SUBJECT_FILTER_IS_INVALID);
            checkDestinations(source.transforms(), JetStreamErrors.SOURCE_TRANSFORM_DESTINATION_IS_INVALID);
            refuseIf(overlap(source.transforms()), JetStreamErrors.SOURCE_FILTERS_CAN_NOT_OVERLAP);
            checkExternal(source);
        }
    }

    private static void checkExternal(StreamSource source) {
        StreamSource.@Nullable External external = source.external();
        if (external == null) {
            return;
        }
        if (!external.deliver().isEmpty()) {
            refuseIf(
                    !SubjectPattern.isValidSubject(external.deliver()),
                    JetStreamErrors.STREAM_EXTERNAL_DELIVERY_PREFIX_MUST_NOT_CONTAIN_WILDCARDS.with(
                            "prefix", external.deliver()));
        }
        if (!external.api().isEmpty()) {
            StreamRules.refuseIf(
                    !SubjectPattern.isValidSubject(external.api()),
                    "stream external api prefix \"" + external.api() + "\" must be a valid subject without wildcards");
            refuseIf(
                    external.api().equals(API),
                    JetStreamErrors.STREAM_EXTERNAL_API_PREFIX_MUST_NOT_OVERLAP_WITH
                            .with("prefix", external.api())
                            .with("subject", API));
        }
    }

    private static void checkDestinations(List<Transform> transforms, JetStreamError error) {
        for (Transform transform : transforms) {
            refuseIf(!SubjectTransform.isValid(transform.source(), transform.destination()), error);
        }
    }

    private static boolean areFilters(List<Transform> transforms) {
        return transforms.stream().allMatch(transform -> isFilter(transform.source()));
    }

    private static boolean isFilter(String filter) {
        return filter.isEmpty() || SubjectPattern.isValidPattern(filter);
    }

    private static boolean overlap(List<Transform> transforms) {
        for (int i = 0; i < transforms.size(); i++) {
            for (int j = 0; j < i; j++) {
                String a = transforms.get(i).source();
                String b = transforms.get(j).source();
                if (a.isEmpty() || b.isEmpty() || SubjectPattern.overlaps(a, b)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars().noneMatch(c -> c == '.' || c == '*' || c == '>' || Character.isWhitespace(c));
    }

    static void checkRepublish(StreamConfig config) {
        @Nullable Republish republish = config.republish();
        if (republish == null) {
            return;
        }
        String destination = republish.destination();
        StreamRules.refuseIf(
                destination.startsWith("$SM.") || destination.startsWith("_SM."),
                "stream configuration for republish destination '" + destination + "' belongs to the broker itself");
        boolean pattern = SubjectPattern.isValidPattern(destination);
        StreamRules.refuseIf(
                pattern
                        && config.subjects().stream()
                                .anyMatch(subject -> SubjectPattern.overlaps(subject, destination)),
                "stream configuration for republish destination forms a cycle");
        StreamRules.refuseIf(
                destination.isEmpty() || !SubjectTransform.isValid(republish.source(), destination),
                "stream configuration for republish with transform from '" + republish.source() + "' to '" + destination
                        + "' not valid");
    }

    static void checkTransform(StreamConfig config) {
        @Nullable Transform transform = config.transform();
        if (transform == null) {
            return;
        }
        refuseIf(
                !isFilter(transform.source()),
                JetStreamErrors.STREAM_TRANSFORM_SOURCE.with("err", "invalid subject " + transform.source()));
        try {
            SubjectTransform.of(transform.source(), transform.destination());
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(JetStreamErrors.STREAM_TRANSFORM.with("err", String.valueOf(e.getMessage())));
        }
    }

    private static void refuseIf(boolean condition, JetStreamError error) {
        if (condition) {
            throw new ApiRefusal(error);
        }
    }
}
