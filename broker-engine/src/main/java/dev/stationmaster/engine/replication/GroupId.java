package dev.stationmaster.engine.replication;

/// Name of a Raft group inside a cluster: `meta`, `r1-<node>`, `r3-<first node>`, `r5`.
public record GroupId(String name) {
    public static final GroupId META = new GroupId("meta");

    public GroupId {
        if (!name.matches("meta|r1-[1-5]|r3-[1-5]|r5")) {
            throw new IllegalArgumentException("group name '" + name + "' is not meta, r1-<1..5>, r3-<1..5> or r5");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
