package dev.stationmaster.metadata;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tags and what they hang on. An entity is named by its kind and its name.
public interface TagStore {
    /// @return empty when the name is taken
    Optional<Tag> create(String name, String color);

    /// Ascending by name.
    List<Tag> all();

    /// Only those that hang on something.
    List<Tag> used();

    /// Hangs a tag on an entity, making the tag when there is none of that name; repeating it changes nothing.
    void attach(Kind kind, String entity, String tag, String color);

    /// The tag itself stays.
    boolean detach(Kind kind, String entity, String tag);

    List<Tag> of(Kind kind, String entity);

    /// Tags of all entities of a kind, by entity name.
    Map<String, List<Tag>> ofAll(Kind kind);

    enum Kind {
        STATION,
        SCHEMA,
        USER
    }
}
