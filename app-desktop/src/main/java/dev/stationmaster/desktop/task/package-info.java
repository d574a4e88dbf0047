/// Work off the FX thread; the only place that makes threads or calls `Platform.runLater`.
@NullMarked
package dev.stationmaster.desktop.task;

import org.jspecify.annotations.NullMarked;
