/// One station: overview with the railway map, and its messages.
@NullMarked
package dev.stationmaster.desktop.feature.station;

import org.jspecify.annotations.NullMarked;
