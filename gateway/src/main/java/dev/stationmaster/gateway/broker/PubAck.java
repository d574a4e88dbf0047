package dev.stationmaster.gateway.broker;

/// The stream's word that it holds a message.
///
/// @param duplicate the message id was known; `sequence` is that of the first
public record PubAck(String stream, long sequence, boolean duplicate) {}
