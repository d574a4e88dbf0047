package dev.stationmaster.metadata;

/// What a producer or consumer says it is.
public enum ClientType {
    APPLICATION,
    CONNECTOR
}
