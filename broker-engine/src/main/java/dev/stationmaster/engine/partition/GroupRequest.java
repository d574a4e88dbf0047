package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;

/// A request that the leader of a group answers: an API call on one of its streams, a pull, an acknowledgement. The
/// answer goes through the router to `message.reply()`, wherever that client is.
public record GroupRequest(Message message, ClientIdentity from) {}
