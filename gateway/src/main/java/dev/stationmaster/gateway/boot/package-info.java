/// Composition root of the gateway process: the only place that puts the rooms together.
@NullMarked
package dev.stationmaster.gateway.boot;

import org.jspecify.annotations.NullMarked;
