/// The console's own calls, `/api/console/*`: the records of `view`, made of what the watch sees and the
/// metadata
/// knows.
@NullMarked
package dev.stationmaster.gateway.management.console;

import org.jspecify.annotations.NullMarked;
