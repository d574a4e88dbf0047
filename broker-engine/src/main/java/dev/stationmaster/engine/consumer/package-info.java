/// Pure state of one consumer: delivered, ack pending, ack floor, delivery counts. No threads, clocks, files or Ratis.
@NullMarked
package dev.stationmaster.engine.consumer;

import org.jspecify.annotations.NullMarked;
