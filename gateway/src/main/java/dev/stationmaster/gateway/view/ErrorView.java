package dev.stationmaster.gateway.view;

/// Body of every refused console call: a stable code and a sentence that says what to do.
public record ErrorView(String code, String message) {}
