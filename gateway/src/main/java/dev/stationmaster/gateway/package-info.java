/// Public face of this module; other modules import nothing below it.
@NullMarked
package dev.stationmaster.gateway;

import org.jspecify.annotations.NullMarked;
