/// What the user chose, kept between starts.
@NullMarked
package dev.stationmaster.desktop.preferences;

import org.jspecify.annotations.NullMarked;
