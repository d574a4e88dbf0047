/// Watches the cluster for whoever looks: asks the brokers once a second, derives rates, lag and trends, and
/// keeps a
/// quarter of an hour of history. Nobody looking: nothing is asked.
///
/// One thread, `watch`, asks and computes; readers get immutable pictures.
@NullMarked
package dev.stationmaster.gateway.watch;

import org.jspecify.annotations.NullMarked;
