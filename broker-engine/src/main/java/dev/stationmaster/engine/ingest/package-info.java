/// Where published messages enter a stream: finds it by subject, hands the message to its group's origin, answers the
/// publisher. Runs on the publishing client's event loop; may use `meta` and `partition`.
@NullMarked
package dev.stationmaster.engine.ingest;

import org.jspecify.annotations.NullMarked;
