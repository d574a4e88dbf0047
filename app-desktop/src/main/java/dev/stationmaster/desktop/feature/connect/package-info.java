/// What a client needs to connect.
@NullMarked
package dev.stationmaster.desktop.feature.connect;

import org.jspecify.annotations.NullMarked;
