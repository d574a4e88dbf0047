package dev.stationmaster.metadata;

import java.util.List;
import java.util.Optional;

/// Schemas and their versions. Which station uses which is the meta group's and the stations' projection's matter.
public interface SchemaStore {
    /// Newest first.
    List<Schema> all();

    Optional<Schema> byName(String name);

    /// Stores a schema with its first version, active.
    ///
    /// @return empty when the name is taken
    Optional<Schema> create(String name, String type, String createdBy, Content first);

    /// Adds an inactive version, numbered one above the highest.
    ///
    /// @return empty when there is no such schema
    Optional<SchemaVersion> addVersion(String name, String createdBy, Content content);

    /// Makes this version the only active one.
    ///
    /// @return false when there is no such schema or version
    boolean activate(String name, int number);

    boolean remove(String name);

    /// What a version says; see [SchemaVersion].
    record Content(String text, String messageStructName, byte[] descriptor) {}
}
