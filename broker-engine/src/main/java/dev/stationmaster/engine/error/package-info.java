/// JetStream's error table: code, HTTP-like status and text, as clients match them.
@NullMarked
package dev.stationmaster.engine.error;

import org.jspecify.annotations.NullMarked;
