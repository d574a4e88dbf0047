/// The started product as processes, driven from outside by its own command line and by unmodified clients.
@NullMarked
package dev.stationmaster.desktop.e2e;

import org.jspecify.annotations.NullMarked;
