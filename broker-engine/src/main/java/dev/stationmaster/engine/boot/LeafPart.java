package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.leaf.Leafs;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.net.EventLoops;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.router.SwitchBoard;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A node's leaf connections, if its file names any, and what it offers over them. Thread-safe after [#open].
final class LeafPart {
    private final ClientTerms terms;
    /// Streams of each account that keeps some, by what stands before its subjects.
    private final Map<String, Directory> streams = new ConcurrentHashMap<>();

    private volatile @Nullable Leafs leafs;

    LeafPart(ClientTerms terms) {
        this.terms = terms;
    }

    /// The account whose subjects have this before them keeps streams.
    void offer(String prefix, Directory directory) {
        streams.put(prefix, directory);
        refresh();
    }

    /// Streams came or went.
    void refresh() {
        Leafs opened = leafs;
        if (opened != null) {
            opened.refresh();
        }
    }

    /// Accepts and dials from now on.
    void start(
            NodeConfig config,
            String serverId,
            SwitchBoard board,
            Authenticator authenticator,
            StreamSink sink,
            EventLoops loops,
            Steps started)
            throws InterruptedException {
        if (terms.leafs().isEmpty()) {
            return;
        }
        Leafs opened = new Leafs(
                terms.leafs(),
                new Leafs.Identity(
                        config.node(),
                        serverId,
                        config.serverName(),
                        terms.domain(),
                        terms.jetstream(),
                        terms.limits().payloadBytesMax()),
                board,
                authenticator,
                terms.accounts(),
                this::offered,
                sink,
                loops);
        leafs = opened;
        started.add("leaf connections", opened);
        opened.start();
    }

    /// -1 when leaf connections are not accepted.
    int port() {
        Leafs opened = leafs;
        return opened == null ? -1 : opened.port();
    }

    /// An account's streams, their acknowledgements, and their API under the domain.
    private Set<String> offered(SubjectSpace space) {
        Directory directory = streams.get(space.prefix());
        if (directory == null) {
            return Set.of();
        }
        Set<String> patterns = new HashSet<>();
        for (StreamRef stream : directory.streams()) {
            patterns.addAll(stream.subjects());
            patterns.add("$JS.ACK." + stream.name() + ".>");
            patterns.add("$JS.FC." + stream.name() + ".>");
        }
        if (!terms.domain().isEmpty()) {
            patterns.add("$JS." + terms.domain() + ".API.>");
        }
        return patterns;
    }
}
