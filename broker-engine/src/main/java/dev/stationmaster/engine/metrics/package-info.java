/// What a node counts. Counters are written by everybody and read by `monitor`.
@NullMarked
package dev.stationmaster.engine.metrics;

import org.jspecify.annotations.NullMarked;
