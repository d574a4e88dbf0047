package dev.stationmaster.desktop.link;

import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.view.ConnectView;
import dev.stationmaster.gateway.view.DeadLettersView;
import dev.stationmaster.gateway.view.MessagesView;
import dev.stationmaster.gateway.view.ProduceRequest;
import dev.stationmaster.gateway.view.StationRequest;
import dev.stationmaster.gateway.view.StationView;
import dev.stationmaster.gateway.view.StationsView;
import java.util.List;

/// One cluster as the console sees it, whether it runs on this computer or not.
///
/// Every call blocks until it is answered or its time is up, so none may be made on the FX thread. A call that is
/// refused or not answered throws [LinkException]. Reading never moves a cursor and never counts as a delivery.
/// Thread-safe.
public interface ConsoleLink {
    /// What can be done to one node; `KILL` is a real one, without a goodbye.
    enum NodeAction {
        KILL,
        STOP,
        START
    }

    /// Where the cluster is, as a person writes it: `127.0.0.1:9000`.
    String address();

    ClusterView cluster();

    void node(int node, NodeAction action);

    StationsView stations();

    StationView station(String name);

    void createStation(StationRequest request);

    void removeStation(String name);

    void purgeStation(String name);

    MessagesView messages(String station, MessageQuery query);

    /// One message with its whole payload.
    MessagesView.Message message(String station, int partition, long sequence);

    ProduceRequest.Produced produce(String station, ProduceRequest request);

    /// Dead letters of one station, or of all when the name is empty.
    DeadLettersView deadLetters(String station);

    DeadLettersView.Resent resend(List<Long> ids);

    DeadLettersView.Dropped drop(List<Long> ids);

    ConnectView connect();
}
