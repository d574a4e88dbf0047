/// Sets of sequences, small in memory whether few or many millions are in them. Depends on nothing but `image`.
@NullMarked
package dev.stationmaster.engine.sequence;

import org.jspecify.annotations.NullMarked;
