/// The Prometheus exporter (port 7777): the cluster's figures under the names that existing dashboards query,
/// and this
/// process's own.
@NullMarked
package dev.stationmaster.gateway.export;

import org.jspecify.annotations.NullMarked;
