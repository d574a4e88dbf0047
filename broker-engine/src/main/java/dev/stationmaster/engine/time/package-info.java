/// The clocks. Everything else that needs the time is given one of these, so that tests can turn it.
@NullMarked
package dev.stationmaster.engine.time;

import org.jspecify.annotations.NullMarked;
