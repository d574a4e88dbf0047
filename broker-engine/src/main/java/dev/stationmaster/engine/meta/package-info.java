/// The meta group: names of streams and stations, their ids, subjects and placement, members and users' copy.
@NullMarked
package dev.stationmaster.engine.meta;

import org.jspecify.annotations.NullMarked;
