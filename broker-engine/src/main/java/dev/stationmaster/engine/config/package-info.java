/// The bare broker's configuration file. It speaks nats-server's names; the rest of the product is configured by
/// records. Source: docs.nats.io "Configuring NATS Server".
@NullMarked
package dev.stationmaster.engine.config;

import org.jspecify.annotations.NullMarked;
