package dev.stationmaster.desktop.link;

import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.view.ConnectView;
import dev.stationmaster.gateway.view.DeadLettersView;
import dev.stationmaster.gateway.view.MessagesView;
import dev.stationmaster.gateway.view.ProduceRequest;
import dev.stationmaster.gateway.view.StationRequest;
import dev.stationmaster.gateway.view.StationView;
import dev.stationmaster.gateway.view.StationsView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A cluster behind the management API of its gateway. Thread-safe.
public final class HttpConsoleLink implements ConsoleLink, AutoCloseable {
    private final ApiClient api;

    public HttpConsoleLink(Credentials credentials) {
        this.api = new ApiClient(credentials);
    }

    @Override
    public String address() {
        return api.address();
    }

    @Override
    public ClusterView cluster() {
        return api.get("cluster", ClusterView.class);
    }

    @Override
    public void node(int node, NodeAction action) {
        api.send("POST", "nodes/" + node + "/" + action.name().toLowerCase(Locale.ROOT), null);
    }

    @Override
    public StationsView stations() {
        return api.get("stations", StationsView.class);
    }

    @Override
    public StationView station(String name) {
        return api.get(path(name), StationView.class);
    }

    @Override
    public void createStation(StationRequest request) {
        api.send("POST", "stations", request);
    }

    @Override
    public void removeStation(String name) {
        api.send("DELETE", path(name), null);
    }

    @Override
    public void purgeStation(String name) {
        api.send("POST", path(name) + "/purge", null);
    }

    @Override
    public MessagesView messages(String station, MessageQuery query) {
        return api.get(
                path(station) + "/messages?partition=" + query.partition() + "&from=" + encode(query.from()) + "&limit="
                        + query.limit(),
                MessagesView.class);
    }

    @Override
    public MessagesView.Message message(String station, int partition, long sequence) {
        return api.get(path(station) + "/messages/" + partition + "/" + sequence, MessagesView.Message.class);
    }

    @Override
    public ProduceRequest.Produced produce(String station, ProduceRequest request) {
        return api.send("POST", path(station) + "/messages", request, ProduceRequest.Produced.class);
    }

    @Override
    public DeadLettersView deadLetters(String station) {
        return api.get(
                station.isEmpty() ? "deadletters" : "deadletters?station=" + encode(station), DeadLettersView.class);
    }

    @Override
    public DeadLettersView.Resent resend(List<Long> ids) {
        return api.send("POST", "deadletters/resend", new DeadLettersView.Selection(ids), DeadLettersView.Resent.class);
    }

    @Override
    public DeadLettersView.Dropped drop(List<Long> ids) {
        return api.send("POST", "deadletters/drop", new DeadLettersView.Selection(ids), DeadLettersView.Dropped.class);
    }

    @Override
    public ConnectView connect() {
        return api.get("connect", ConnectView.class);
    }

    @Override
    public void close() {
        api.close();
    }

    private static String path(String station) {
        return "stations/" + encode(station);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
