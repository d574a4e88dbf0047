/// Reusable controls: marks, strips, the railway map, charts on a canvas, designed states.
@NullMarked
package dev.stationmaster.desktop.control;

import org.jspecify.annotations.NullMarked;
