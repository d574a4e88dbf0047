/// AtlantaFX with our tokens on top, the bundled fonts, and the palette for canvases.
@NullMarked
package dev.stationmaster.desktop.theme;

import org.jspecify.annotations.NullMarked;
