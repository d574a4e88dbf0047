/// The bundled PostgreSQL: unpack, initialise, start, watch, stop. The only room of this module that starts processes.
@NullMarked
package dev.stationmaster.metadata.embedded;

import org.jspecify.annotations.NullMarked;
