/// Appearance and where data lives.
@NullMarked
package dev.stationmaster.desktop.feature.settings;

import org.jspecify.annotations.NullMarked;
