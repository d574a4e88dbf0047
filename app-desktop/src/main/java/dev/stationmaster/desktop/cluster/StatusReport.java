package dev.stationmaster.desktop.cluster;

import java.util.List;
import java.util.Map;

/// Puts the supervisor's state into the contract's form. Called on the loop.
final class StatusReport {
    private StatusReport() {}

    static ClusterStatus of(
            ClusterPlan plan,
            Database database,
            Map<Integer, Supervised> nodes,
            Supervised gateway,
            String state,
            long uptimeMillis) {
        List<ClusterStatus.Node> views = nodes.entrySet().stream()
                .map(entry -> node(plan, entry.getKey(), entry.getValue()))
                .toList();
        return new ClusterStatus(
                true,
                true,
                state,
                plan.identity().name(),
                plan.identity().sync(),
                views,
                new ClusterStatus.Service(
                        gateway.state().word(),
                        gateway.child().map(Child::pid).orElse(null),
                        plan.ports().of(PortKey.API)),
                new ClusterStatus.Service(
                        database.state().word(),
                        database.process().map(ProcessHandle::pid).orElse(null),
                        plan.secrets().externalDatabase().isPresent()
                                ? 0
                                : plan.ports().of(PortKey.POSTGRES)),
                ProcessHandle.current().pid(),
                "http://" + plan.address(PortKey.REST),
                "http://" + plan.address(PortKey.API),
                "http://" + plan.address(PortKey.EXPORTER),
                uptimeMillis,
                plan.data().toString());
    }

    /// `host:port` of the database, as in its URL.
    static String postgresAddress(ClusterPlan plan) {
        String url = plan.database().jdbcUrl();
        String rest = url.substring(url.indexOf("//") < 0 ? "jdbc:postgresql:".length() : url.indexOf("//") + 2);
        return rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    }

    private static ClusterStatus.Node node(ClusterPlan plan, int number, Supervised node) {
        return new ClusterStatus.Node(
                number,
                node.state().word(),
                node.reason(),
                node.child().map(Child::pid).orElse(null),
                node.restarts(),
                node.lastExit()
                        .map(exit -> new ClusterStatus.Exit(exit.code(), exit.at()))
                        .orElse(null),
                node.startedAt(),
                plan.address(PortKey.CLIENT, number),
                plan.address(PortKey.WEBSOCKET, number),
                plan.address(PortKey.MONITOR, number),
                plan.address(PortKey.CLUSTER, number),
                plan.address(PortKey.LINK, number));
    }
}
