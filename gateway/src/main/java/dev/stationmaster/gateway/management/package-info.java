/// The management API (port 9000): logins of the console, stations, overviews; one use case a class.
///
/// Compatible with the management API of the SDKs' own console: its error bodies are `{"message":…}`, its
/// business
/// errors have status 406.
@NullMarked
package dev.stationmaster.gateway.management;

import org.jspecify.annotations.NullMarked;
