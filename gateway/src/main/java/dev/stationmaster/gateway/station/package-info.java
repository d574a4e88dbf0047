/// What one session has opened on stations: the requests that an SDK sends before it produces or consumes.
///
/// The requests and their replies are those of the SDKs (producer and consumer creation, request version 4).
@NullMarked
package dev.stationmaster.gateway.station;

import org.jspecify.annotations.NullMarked;
