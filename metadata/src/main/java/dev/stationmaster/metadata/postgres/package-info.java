/// The stores in PostgreSQL: one store, one class; SQL beside the method that needs it. Blocking, thread-safe through
/// the connection pool. The only room besides `postgres.migration` and `embedded` that knows JDBC.
@NullMarked
package dev.stationmaster.metadata.postgres;

import org.jspecify.annotations.NullMarked;
