/// Stationmaster beside nats-server, on the same machine, by the same client code: the works of a table, each in a
/// class. Started by `broker-engine/src/test/bench/bench`; no tests.
package dev.stationmaster.engine.bench;
