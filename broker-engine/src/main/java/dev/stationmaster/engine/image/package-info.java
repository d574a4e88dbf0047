/// How small values are written into commands and checkpoint images: texts, counts, lists. Depends on nothing.
@NullMarked
package dev.stationmaster.engine.image;

import org.jspecify.annotations.NullMarked;
