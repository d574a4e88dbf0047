/// Memphis nouns over streams: names of stations and their partitions, and the streams and consumers they stand for.
/// Pure: no threads, no I/O.
@NullMarked
package dev.stationmaster.engine.station;

import org.jspecify.annotations.NullMarked;
