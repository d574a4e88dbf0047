package dev.stationmaster.metadata;

import java.time.Instant;

/// One version of a schema.
///
/// @param id given by the store, 0 before
/// @param number from 1
/// @param messageStructName the message within a protobuf text, else `""`
/// @param descriptor a protobuf FileDescriptorSet, else empty; not copied, must not be changed
public record SchemaVersion(
        int id,
        int number,
        boolean active,
        String content,
        String messageStructName,
        byte[] descriptor,
        String createdBy,
        Instant createdAt) {}
