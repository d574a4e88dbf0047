/// Whether the gateway lives and can serve.
@NullMarked
package dev.stationmaster.gateway.status;

import org.jspecify.annotations.NullMarked;
