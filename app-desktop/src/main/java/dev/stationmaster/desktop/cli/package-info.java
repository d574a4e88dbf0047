/// The command line: one class a word, over `cluster` and the gateway's API. No JavaFX is loaded on this path.
@NullMarked
package dev.stationmaster.desktop.cli;

import org.jspecify.annotations.NullMarked;
