/// What can be said about a schema's text without knowing any message. Messages are validated by clients.
@NullMarked
package dev.stationmaster.engine.schema;

import org.jspecify.annotations.NullMarked;
