package dev.stationmaster.engine.link;

/// A member of a cluster with JetStream. Number, name and disk stay for good; address and port are those of its last
/// start.
public record Seat(int node, String name, String diskId, String host, int raftPort) {
    boolean isOf(String otherName, String otherDisk) {
        return name.equals(otherName) && diskId.equals(otherDisk);
    }
}
