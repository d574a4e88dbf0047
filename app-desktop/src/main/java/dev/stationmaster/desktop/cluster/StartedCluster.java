package dev.stationmaster.desktop.cluster;

import java.util.List;

/// The ready line of `up --json`: names and order are the command line's contract.
public record StartedCluster(
        String event,
        List<Node> nodes,
        String rest,
        String api,
        String exporter,
        String postgres,
        long gatewayPid,
        long supervisorPid,
        String data,
        long startupMs) {

    public record Node(
            int id, long pid, String client, String websocket, String monitor, String cluster, String link) {}

    public String toJson() {
        return JsonFile.JSON.writeValueAsString(this);
    }

    static StartedCluster fromJson(String line) {
        return JsonFile.JSON.readValue(line, StartedCluster.class);
    }
}
