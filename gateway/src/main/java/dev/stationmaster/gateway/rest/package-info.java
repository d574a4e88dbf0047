/// The REST gateway's routes (port 4444): what of HTTP becomes which use case, and which answer an outcome has.
///
/// Two shapes of error: `{"message":…}` where a login is concerned, `{"success":false,"error":…}` on stations;
/// plain
/// text where HTTP itself is.
@NullMarked
package dev.stationmaster.gateway.rest;

import org.jspecify.annotations.NullMarked;
