/// The cluster: nodes, quorum, partitions and events.
@NullMarked
package dev.stationmaster.desktop.feature.cluster;

import org.jspecify.annotations.NullMarked;
