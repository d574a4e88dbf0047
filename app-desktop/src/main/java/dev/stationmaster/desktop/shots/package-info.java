/// Photographs of the console for its documents, taken without a display.
@NullMarked
package dev.stationmaster.desktop.shots;

import org.jspecify.annotations.NullMarked;
