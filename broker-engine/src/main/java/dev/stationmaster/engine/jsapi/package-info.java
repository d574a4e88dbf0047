/// The `$JS.API.>` requests: parsing, rules, answers, and who answers what. The node that a client is connected to
/// checks the subject and the names; everything about a stream's content is answered by its group's leader.
/// Source: NATS JetStream API as described in the protocol reference.
@NullMarked
package dev.stationmaster.engine.jsapi;

import org.jspecify.annotations.NullMarked;
