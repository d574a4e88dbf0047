/// Dead letters by cause, resent or dropped.
@NullMarked
package dev.stationmaster.desktop.feature.deadletters;

import org.jspecify.annotations.NullMarked;
