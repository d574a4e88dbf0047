package dev.stationmaster.engine.net;

import dev.stationmaster.engine.protocol.ServerInfo;
import dev.stationmaster.engine.session.ClosedReason;
import dev.stationmaster.engine.session.Session;
import dev.stationmaster.engine.session.SessionServices;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves clients over TCP and WebSocket.
///
/// Life: [#bind] claims the ports, [#start] accepts, [#lameDuck] sends clients elsewhere, [#close] ends everything.
/// Thread-safe after [#bind].
public final class ClientServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientServer.class);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    private final Settings settings;
    private final SessionServices services;
    private final EventLoops loops;
    private final @Nullable SslContext tls;
    private final @Nullable SslContext webSocketTls;
    private final Listener tcp;
    private final Listener webSocket;

    /// Written under `this`, read by every new session.
    private volatile Addresses addresses;

    /// @param port 0: any free one
    /// @param webSocketPort 0: any free one, -1: none
    /// @param cluster name, `""` for a single broker; [#announce] may tell another one later
    /// @param domain of JetStream, `""` for none
    /// @param advertise `host:port` that INFO says instead of the listener's, `""` for none
    public record Settings(
            String host,
            int port,
            int webSocketPort,
            String serverId,
            String serverName,
            String cluster,
            boolean jetstream,
            String domain,
            String advertise,
            Optional<TlsSettings> tls,
            Optional<TlsSettings> webSocketTls) {}

    /// @param own of this node
    private record Addresses(
            String cluster, List<String> own, List<String> others, List<String> webSocket, boolean lameDuck) {
        List<String> client() {
            return lameDuck
                    ? others
                    : Stream.concat(own.stream(), others.stream()).toList();
        }
    }

    /// @throws IllegalArgumentException when files of TLS cannot be used
    public ClientServer(Settings settings, SessionServices services, EventLoops loops) {
        this.settings = settings;
        this.services = services;
        this.loops = loops;
        this.addresses = new Addresses(settings.cluster(), List.of(), List.of(), List.of(), false);
        this.tls = settings.tls().map(TlsDoor::context).orElse(null);
        this.webSocketTls = settings.webSocketTls().map(TlsDoor::context).orElse(null);
        this.tcp = new Listener("client", loops, new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                initTcp(channel);
            }
        });
        this.webSocket = new Listener("WebSocket", loops, new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                initWebSocket(channel);
            }
        });
    }

    /// Claims the ports; connections wait until [#start].
    ///
    /// @throws PortTakenException when one is taken; then none is held
    public void bind() {
        tcp.bind(settings.host(), settings.port());
        if (settings.webSocketPort() < 0) {
            return;
        }
        try {
            webSocket.bind(settings.host(), settings.webSocketPort());
        } catch (RuntimeException e) {
            tcp.close();
            throw e;
        }
    }

    /// Accepts clients from now on. Call when everything behind the router is ready, users included: a client that is
    /// refused twice gives up.
    public void start() {
        tcp.start();
        webSocket.start();
        LOG.info("serving clients on {}:{}", settings.host(), port());
    }

    public int port() {
        return tcp.port();
    }

    /// -1 when WebSocket is not served.
    public int webSocketPort() {
        return settings.webSocketPort() < 0 ? -1 : webSocket.port();
    }

    /// Tells clients where the nodes of the cluster are, as `host:port`.
    public void announce(String cluster, List<String> own, List<String> others) {
        Addresses known = addresses;
        change(new Addresses(cluster, List.copyOf(own), List.copyOf(others), known.webSocket(), known.lameDuck()));
    }

    /// Accepts nobody more and asks clients to go elsewhere; after `grace` they are ended one by one, the last before
    /// `duration` is over. Returns at once.
    public void lameDuck(Duration grace, Duration duration) {
        tcp.stopAccepting();
        webSocket.stopAccepting();
        Addresses known = addresses;
        change(new Addresses(known.cluster(), known.own(), known.others(), known.webSocket(), true));
        List<Session> sessions = List.copyOf(services.registry().sessions());
        long step = Math.max(0, duration.minus(grace).toMillis()) / Math.max(1, sessions.size());
        for (int i = 0; i < sessions.size(); i++) {
            Session session = sessions.get(i);
            loops.group()
                    .schedule(
                            () -> session.end(ClosedReason.SERVER_SHUTDOWN, ""),
                            grace.toMillis() + i * step,
                            TimeUnit.MILLISECONDS);
        }
    }

    /// Accepts nobody more, writes what waits for clients and ends their connections; 2 s at most.
    @Override
    public void close() {
        tcp.close();
        webSocket.close();
        services.registry().sessions().forEach(session -> session.end(ClosedReason.SERVER_SHUTDOWN, ""));
        long deadline = services.ticker().nanos() + CLOSE_DEADLINE.toNanos();
        while (!services.registry().sessions().isEmpty() && services.ticker().nanos() - deadline < 0) {
            loops.group().schedule(() -> {}, 10, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    private synchronized void change(Addresses to) {
        if (to.equals(addresses)) {
            return;
        }
        addresses = to;
        services.registry().sessions().forEach(Session::announceInfo);
    }

    private ServerInfo tcpInfo() {
        Addresses known = addresses;
        String told = settings.advertise();
        int colon = told.lastIndexOf(':');
        return colon < 0
                ? info(settings.tls(), settings.host(), port(), known.client(), known.webSocket(), known.lameDuck())
                : info(
                        settings.tls(),
                        told.substring(0, colon),
                        Integer.parseInt(told.substring(colon + 1)),
                        known.client(),
                        known.webSocket(),
                        known.lameDuck());
    }

    private ServerInfo webSocketInfo() {
        Addresses known = addresses;
        return info(
                settings.webSocketTls(),
                settings.host(),
                webSocketPort(),
                known.webSocket(),
                List.of(),
                known.lameDuck());
    }

    private ServerInfo info(
            Optional<TlsSettings> secured,
            String host,
            int port,
            List<String> urls,
            List<String> webSocketUrls,
            boolean lameDuck) {
        return new ServerInfo(
                settings.serverId(),
                settings.serverName(),
                "2.10.7",
                host,
                port,
                services.limits().payloadBytesMax(),
                services.authenticator().required(),
                secured.isPresent() && !secured.get().optional(),
                secured.isPresent() && secured.get().optional(),
                secured.isPresent() && secured.get().verify(),
                settings.jetstream(),
                settings.domain(),
                addresses.cluster(),
                urls,
                webSocketUrls,
                lameDuck);
    }

    private void initTcp(Channel channel) {
        SslContext secured = tls;
        if (secured == null) {
            channel.pipeline().addLast(SessionHandler.NAME, tcpSession(channel));
        } else {
            channel.pipeline()
                    .addLast("door", new TlsDoor(secured, settings.tls().orElseThrow(), () -> tcpSession(channel)));
        }
    }

    private SessionHandler tcpSession(Channel channel) {
        return new SessionHandler(new Session(services, new TcpTransport(channel, this::tcpInfo)));
    }

    private void initWebSocket(Channel channel) {
        SslContext secured = webSocketTls;
        if (secured != null) {
            channel.pipeline()
                    .addLast(
                            TlsDoor.TLS,
                            TlsDoor.handler(secured, settings.webSocketTls().orElseThrow(), channel));
        }
        WebSocketUpgrade.install(channel, services, this::webSocketInfo);
    }
}
