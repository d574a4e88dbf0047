package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.stream.StreamConfig;
import java.util.List;

/// One change of the meta group's state. On disk: kind and version, then fields ([MetaCodec]). What apply
/// does for a kind and version never changes.
sealed interface MetaCommand {
    /// Takes the name and the subjects, gives id and placement. `groups` are those that may hold the stream.
    record CreateStream(StreamConfig config, List<String> groups) implements MetaCommand {}

    /// Takes the name of a station and of all its streams; `template` is every partition's configuration.
    record CreateStation(
            String name,
            StationRef.Settings settings,
            StreamConfig template,
            List<String> groups,
            String createdBy,
            long createdNanos)
            implements MetaCommand {}

    /// The data groups have made the streams: they can be used.
    record Ready(long id) implements MetaCommand {}

    /// Replaces the subjects of a plain stream.
    record UpdateSubjects(String name, List<String> subjects) implements MetaCommand {}

    record UpdateStation(String name, StationRef.Settings settings) implements MetaCommand {}

    /// The stream or station is going: nobody finds it any more, its name stays taken.
    record Delete(String name, boolean station) implements MetaCommand {}

    /// The data groups have dropped the streams: the name is free.
    record Forget(long id) implements MetaCommand {}

    record PutUsers(long version, List<UserRef> users) implements MetaCommand {}
}
