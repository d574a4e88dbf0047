/// HTTP/1.1 listeners, routes and error mapping; the HTTP library (Netty) stays inside this package.
///
/// One event loop reads and writes for all listeners; every complete request runs on a virtual thread of its
/// own.
/// Bounds: connections, requests at work, bytes of bodies held, header size, body size and time are all limited
/// by
/// [Limits] and refused with the status that HTTP has for it.
@NullMarked
package dev.stationmaster.gateway.http;

import org.jspecify.annotations.NullMarked;
