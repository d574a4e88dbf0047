package dev.stationmaster.engine.link;

import dev.stationmaster.engine.router.RemoteRoutes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker's part in a cluster that is formed by routes. Thread-safe.
public final class RouteCluster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RouteCluster.class);

    private final Routes routes;
    private final Formation formation;
    private final Links links;

    /// Who is linked, with its own word; written on the link's thread.
    private volatile List<RouteCard> linked = List.of();

    /// Heard on the link's thread; must not block.
    public interface Listener {
        /// Another broker came or went, or told something new of itself.
        void onLinked(List<RouteCard> others, String cluster);

        /// The members with JetStream are known now; not called when they were before.
        void onFormed(Formed formed);
    }

    /// @param own without address, which is known when the port is bound
    /// @param before what an earlier run kept of [Listener#onFormed]
    public RouteCluster(
            RouteSettings settings, RouteCard own, Optional<Formed> before, RemoteRoutes interest, Listener listener) {
        this.formation = new Formation(own, settings.password(), before, listener::onFormed);
        Consumer<List<RouteCard>> onChange = others -> {
            linked = others;
            listener.onLinked(others, name());
        };
        this.routes = new Routes(settings, own, formation, onChange);
        this.links = new Links(settings.host(), settings.port(), routes, interest);
    }

    /// Binds the port and dials.
    /// A taken port comes out as the `BindException` that binding threw.
    ///
    /// @param clientUrls what clients of the others are told of this broker
    public void start(List<String> clientUrls) throws InterruptedException {
        routes.tellClients(clientUrls);
        links.start();
    }

    /// Waits until those who are there already are linked, both ways, but no longer than that.
    public void awaitLinks(Duration most) throws InterruptedException {
        try {
            routes.settled().get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException later) {
            log.info("not all brokers that were met are linked after {}", most);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public Links links() {
        return links;
    }

    public List<RouteCard> linked() {
        return linked;
    }

    /// The cluster's name, which another broker may have brought.
    public String name() {
        return routes.own().cluster();
    }

    /// Where others dial this broker; 0 before the start.
    public int port() {
        return routes.own().port();
    }

    /// Name of the member with that number, `""` for none.
    public String memberName(int node) {
        return formation.name(node);
    }

    @Override
    public void close() {
        links.close();
    }
}
