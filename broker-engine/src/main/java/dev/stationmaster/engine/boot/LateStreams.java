package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.monitor.NodeReport;
import dev.stationmaster.engine.monitor.StreamsQuery;
import dev.stationmaster.engine.router.NoStreams;
import dev.stationmaster.engine.router.StreamSink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stands in for the rooms of streams where clients are served before these are open. Thread-safe.
final class LateStreams implements StreamSink, NodeReport {
    private record Rooms(StreamSink sink, NodeReport report) {}

    private final Supplier<List<Map<String, Object>>> routes;
    private final Supplier<Map<String, Object>> cluster;
    private final Optional<String> problemBefore;
    private final StreamSink none = new NoStreams();
    private volatile @Nullable Rooms open;

    /// @param routes links with other brokers
    /// @param cluster `/varz`'s `cluster`
    /// @param problemBefore what is wrong as long as the rooms are not open
    LateStreams(
            Supplier<List<Map<String, Object>>> routes,
            Supplier<Map<String, Object>> cluster,
            Optional<String> problemBefore) {
        this.routes = routes;
        this.cluster = cluster;
        this.problemBefore = problemBefore;
    }

    void join(StreamSink sink, NodeReport report) {
        open = new Rooms(sink, report);
    }

    private StreamSink sink() {
        Rooms rooms = open;
        return rooms == null ? none : rooms.sink();
    }

    private NodeReport report() {
        Rooms rooms = open;
        return rooms == null ? NodeReport.silent() : rooms.report();
    }

    @Override
    public boolean captures(String subject) {
        return sink().captures(subject);
    }

    @Override
    public boolean offer(Message message, ClientIdentity from) {
        return sink().offer(message, from);
    }

    @Override
    public boolean congested() {
        return sink().congested();
    }

    @Override
    public void whenWritable(Runnable resume) {
        sink().whenWritable(resume);
    }

    @Override
    public Optional<String> problem() {
        return open == null ? problemBefore : report().problem();
    }

    @Override
    public Map<String, Object> jetStream() {
        return report().jetStream();
    }

    @Override
    public Optional<Map<String, Object>> streams(StreamsQuery query) {
        return report().streams(query);
    }

    @Override
    public List<Map<String, Object>> routes() {
        return routes.get();
    }

    @Override
    public Map<String, Object> cluster() {
        return cluster.get();
    }
}
