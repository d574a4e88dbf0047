package dev.stationmaster.desktop.cluster;

/// `<data>/run/supervisor.json`: who supervises and where to talk to it.
///
/// @param startMillis when the process began, since a pid may be used again
record SupervisorFile(long pid, long startMillis, String socket, String data) {}
