/// The supervisor: starts, watches and stops PostgreSQL, broker nodes and gateway as child processes, and the way to
/// talk to a
/// running one. One thread, the supervisor's loop, owns all state. No JavaFX. Processes, restart rules and files as in
/// the
/// architecture page.
@NullMarked
package dev.stationmaster.desktop.cluster;

import org.jspecify.annotations.NullMarked;
