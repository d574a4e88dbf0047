/// Subjects, patterns and a tree that finds the patterns that match a subject. Pure; depends on nothing.
/// Rules: NATS client protocol, "Subject-Based Messaging".
@NullMarked
package dev.stationmaster.engine.subject;

import org.jspecify.annotations.NullMarked;
