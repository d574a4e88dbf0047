package dev.stationmaster.desktop.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All ports of one cluster, by name: `client-1`, …, `rest`, `api`, `exporter`, `postgres`. Immutable, in a fixed
/// order.
record ClusterPorts(Map<String, Integer> byName) {
    /// What listens on one port.
    record Name(PortKey key, int node) {
        @Override
        public String toString() {
            return key.perNode() ? key.word() + "-" + node : key.word();
        }

        /// In a sentence: "client port of node 2".
        String words() {
            return key.perNode() ? key.word() + " port of node " + node : key.word() + " port";
        }

        int offset() {
            return key.perNode() ? (node - 1) * 10 : 0;
        }
    }

    static List<Name> names(int nodes) {
        List<Name> names = new java.util.ArrayList<>();
        for (PortKey key : PortKey.values()) {
            for (int node = 1; node <= (key.perNode() ? nodes : 1); node++) {
                names.add(new Name(key, node));
            }
        }
        return names;
    }

    /// The standard ports, with the bases that were given.
    static ClusterPorts fixed(int nodes, PortBases bases) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Map<Integer, Name> users = new LinkedHashMap<>();
        for (Name name : names(nodes)) {
            int port = bases.of(name.key()).orElse(name.key().standard()) + name.offset();
            if (port > 65_535) {
                throw ClusterException.wrongUsage(
                        "the " + name.words() + " would be " + port + " (expected: 1..65535)");
            }
            Name other = users.put(port, name);
            if (other != null) {
                throw ClusterException.wrongUsage(
                        "port " + port + " would be both the " + other.words() + " and the " + name.words());
            }
            ports.put(name.toString(), port);
        }
        return new ClusterPorts(ports);
    }

    int of(PortKey key, int node) {
        Integer port = byName.get(new Name(key, node).toString());
        if (port == null) {
            throw new IllegalStateException("no " + key.word() + " port for node " + node + " in " + byName);
        }
        return port;
    }

    int of(PortKey key) {
        return of(key, 1);
    }
}
