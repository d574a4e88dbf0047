/// The JSON of the console's HTTP API (`/api/console/*` on the management port) as records.
///
/// Second public face of this module beside the root package: the console reads these. Component names are the
/// JSON
/// names. Numbers are plain; `…Millis` is a duration, or an epoch time where the name says a moment (`atMillis`,
/// `storedMillis`, `createdAtMillis`). A figure that is not known is null, never 0. Lists are never null.
@NullMarked
package dev.stationmaster.gateway.view;

import org.jspecify.annotations.NullMarked;
