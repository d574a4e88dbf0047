/// Public face of this module; other modules import nothing below it.
@NullMarked
package dev.stationmaster.desktop;

import org.jspecify.annotations.NullMarked;
