/// First run: one screen that starts a cluster.
@NullMarked
package dev.stationmaster.desktop.feature.firstrun;

import org.jspecify.annotations.NullMarked;
