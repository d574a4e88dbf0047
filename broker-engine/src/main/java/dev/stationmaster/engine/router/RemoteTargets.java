package dev.stationmaster.engine.router;

import dev.stationmaster.engine.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Queue groups of one message whose member was chosen on another node, by node. Lives on one thread's stack.
final class RemoteTargets {
    /// Never added to.
    static final RemoteTargets NONE = new RemoteTargets();

    private final Map<Integer, List<String>> queuesByNode = new TreeMap<>();

    void add(int node, String queue) {
        queuesByNode.computeIfAbsent(node, n -> new ArrayList<>(2)).add(queue);
    }

    /// One call for each node that is named in either.
    ///
    /// @param plainNodes bit n: node n has plain interest
    void send(long plainNodes, String routeSubject, Message message, RemoteDelivery others) {
        for (long left = plainNodes; left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            others.send(node, routeSubject, message, true, queuesByNode.getOrDefault(node, List.of()));
        }
        queuesByNode.forEach((node, queues) -> {
            if ((plainNodes & 1L << node) == 0) {
                others.send(node, routeSubject, message, false, queues);
            }
        });
    }
}
