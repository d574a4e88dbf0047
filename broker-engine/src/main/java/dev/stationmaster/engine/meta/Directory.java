package dev.stationmaster.engine.meta;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What this node has applied of the meta group. Thread-safe; each call sees one consistent version.
public interface Directory {
    @Nullable
    StreamRef stream(String name);

    @Nullable
    StreamRef stream(long id);

    /// The stream that captures this subject, or null.
    @Nullable
    StreamRef streamFor(String subject);

    /// Whether the stream was made with memory storage: what it holds need not outlive a power cut.
    boolean isInMemory(StreamRef stream);

    /// Streams with a subject that matches or overlaps the pattern, by name.
    Collection<StreamRef> streamsFor(String pattern);

    /// All streams, ascending by name.
    Collection<StreamRef> streams();

    /// The stream, what it mirrors and what mirrors that, ascending by name; empty where there is no mirror.
    default List<String> alternates(String stream) {
        return List.of();
    }

    /// By external or internal name.
    @Nullable
    StationRef station(String name);

    /// All stations, ascending by name.
    Collection<StationRef> stations();

    @Nullable
    UserRef user(String name);

    Collection<UserRef> users();

    /// Raft index of the last applied change.
    long version();
}
