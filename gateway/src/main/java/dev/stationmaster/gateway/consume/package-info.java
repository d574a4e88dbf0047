/// Consuming over HTTP: one call pulls from all partitions of a station, settles what it got and hands it out.
@NullMarked
package dev.stationmaster.gateway.consume;

import org.jspecify.annotations.NullMarked;
