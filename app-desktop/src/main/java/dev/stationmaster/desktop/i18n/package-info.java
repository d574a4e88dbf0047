/// Every text the console shows, and how it writes numbers and times.
@NullMarked
package dev.stationmaster.desktop.i18n;

import org.jspecify.annotations.NullMarked;
