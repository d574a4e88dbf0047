package dev.stationmaster.engine.stream;

import dev.stationmaster.engine.stream.StreamConfig.Transform;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Another stream whose messages are copied: the origin of a mirror, or one of several sources. Immutable.
///
/// @param startSequence where to begin, 0 for the origin's first message
/// @param startTimeNanos where to begin, 0 for no time
/// @param filter which subjects, `""` for all
/// @param transforms new subjects for the copies; their sources filter too
/// @param external where the origin's API is, null for here
public record StreamSource(
        String name,
        long startSequence,
        long startTimeNanos,
        String filter,
        List<Transform> transforms,
        @Nullable External external) {

    /// The origin is reached under another API prefix.
    ///
    /// @param deliver prefix of the subject that copies arrive on, `""` for ours
    public record External(String api, String deliver) {}

    public StreamSource {
        transforms = List.copyOf(transforms);
    }

    /// What tells this source from the others of one stream, also as a header of each copy:
    /// `<stream>[:<hash of the API prefix>] <filters> <destinations>`, `>` for none.
    public String key() {
        return place() + " " + filters() + " " + destinations();
    }

    /// The header of a copy: its origin and its sequence there.
    public String header(long originSequence) {
        return place() + " " + originSequence + " " + filters() + " " + destinations();
    }

    private String place() {
        return external == null
                ? name
                : name + ":" + Integer.toUnsignedString(external.api().hashCode(), 36);
    }

    private String filters() {
        if (transforms.isEmpty()) {
            return filter.isEmpty() ? ">" : filter;
        }
        return transforms.stream()
                .map(transform -> transform.source().isEmpty() ? ">" : transform.source())
                .collect(Collectors.joining(","));
    }

    private String destinations() {
        if (transforms.isEmpty()) {
            return ">";
        }
        return transforms.stream()
                .map(transform -> transform.destination().isEmpty() ? ">" : transform.destination())
                .collect(Collectors.joining(","));
    }

    /// Subjects to ask the origin for, empty for all.
    public List<String> wanted() {
        if (transforms.isEmpty()) {
            return filter.isEmpty() ? List.of() : List.of(filter);
        }
        List<String> wanted =
                transforms.stream().map(Transform::source).distinct().toList();
        return wanted.contains("") || wanted.contains(">") ? List.of() : wanted;
    }
}
