/// The console's only door to a cluster: the management API over HTTP, and the local supervisor.
@NullMarked
package dev.stationmaster.desktop.link;

import org.jspecify.annotations.NullMarked;
