/// Hot parts by themselves, measured with JMH; started by `bench micro`. Run by hand when one of them changes.
package dev.stationmaster.engine.bench.micro;
