/// Producing over HTTP: one message, or a batch of them; answered when the stream holds them.
@NullMarked
package dev.stationmaster.gateway.produce;

import org.jspecify.annotations.NullMarked;
