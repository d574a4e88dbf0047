/// Where a message goes: core fan-out here and on other nodes, a stream that captures it, or an API subject.
@NullMarked
package dev.stationmaster.engine.router;

import org.jspecify.annotations.NullMarked;
