/// All stations in one live table; creating and removing them.
@NullMarked
package dev.stationmaster.desktop.feature.stations;

import org.jspecify.annotations.NullMarked;
