/// The main window: places, navigation, title and status bar, palette, dialogs and notices.
@NullMarked
package dev.stationmaster.desktop.shell;

import org.jspecify.annotations.NullMarked;
