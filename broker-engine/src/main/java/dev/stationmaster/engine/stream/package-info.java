/// Pure state of one stream: append, dedupe window, retention, discard. No threads, clocks, files or Ratis.
@NullMarked
package dev.stationmaster.engine.stream;

import org.jspecify.annotations.NullMarked;
