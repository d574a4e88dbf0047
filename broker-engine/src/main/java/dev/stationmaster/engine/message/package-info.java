/// One message as it travels between rooms, and who sent it. Immutable values; depends on nothing.
@NullMarked
package dev.stationmaster.engine.message;

import org.jspecify.annotations.NullMarked;
