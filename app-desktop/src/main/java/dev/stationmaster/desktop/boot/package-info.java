/// Entry points and the composition root of the console.
@NullMarked
package dev.stationmaster.desktop.boot;

import org.jspecify.annotations.NullMarked;
