package dev.stationmaster.gateway.broker;

import dev.stationmaster.gateway.broker.BrokerException.Kind;
import io.nats.client.AuthenticationException;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Brokers] on the NATS Java client. All connections share virtual threads and one timer thread.
public final class NatsBrokers implements Brokers {
    private static final Logger log = LoggerFactory.getLogger(NatsBrokers.class);
    private static final int MAX_PAYLOAD_ASSUMED = 8 * 1024 * 1024;

    private final List<String> servers;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("broker-link-", 0).factory());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("broker-timer").daemon().factory());
    private final NatsLink internal;
    private final Thread connector;
    private volatile boolean closed;
    private volatile int maxPayload = MAX_PAYLOAD_ASSUMED;

    /// @param servers `nats://host:port` of every node
    public NatsBrokers(List<String> servers, String internalUser, String internalPassword) {
        this.servers = List.copyOf(servers);
        timer.setRemoveOnCancelPolicy(true);
        this.internal = new NatsLink(internalUser, UUID.randomUUID().toString());
        this.connector = Thread.ofVirtual()
                .name("broker-connect")
                .unstarted(() -> connectInternal(internalUser, internalPassword));
    }

    /// Begins to connect the internal link, for as long as it takes.
    public NatsBrokers start() {
        connector.start();
        return this;
    }

    private void connectInternal(String user, String password) {
        String last = "";
        while (!closed) {
            try {
                internal.attach(Nats.connect(options(internal, "stationmaster-gateway")
                        .userInfo(user, password)
                        .maxReconnects(-1)
                        .build()));
                maxPayload = internal.maxPayload();
                log.info("connected to the brokers as {}", user);
                return;
            } catch (IOException e) {
                String text = String.valueOf(e.getMessage());
                if (!text.equals(last)) {
                    log.info("waiting for a broker at {}: {}", servers, text);
                    last = text;
                }
            } catch (InterruptedException _) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(300);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    @Override
    public BrokerLink internal() {
        return internal;
    }

    @Override
    public BrokerLink login(Credentials credentials) {
        String connectionId = UUID.randomUUID().toString();
        NatsLink link = new NatsLink(credentials.username(), connectionId);
        String name = connectionId + "::" + credentials.username();
        try {
            link.attach(Nats.connect(withCredentials(options(link, name), credentials, true)));
        } catch (AuthenticationException _) {
            connectWithoutAccount(link, name, credentials);
        } catch (IOException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        maxPayload = link.maxPayload();
        return link;
    }

    /// Second try of password mode: some brokers know the user only without its account.
    private void connectWithoutAccount(NatsLink link, String name, Credentials credentials) {
        try {
            link.attach(Nats.connect(withCredentials(options(link, name), credentials, false)));
        } catch (AuthenticationException e) {
            throw new BrokerException(Kind.LOGIN_REFUSED, "Authorization Violation", e);
        } catch (IOException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Options withCredentials(Options.Builder options, Credentials credentials, boolean withAccount) {
        options.maxReconnects(60);
        if (credentials.password().isEmpty()) {
            return options.token(credentials.connectionToken().toCharArray()).build();
        }
        String user = withAccount
                ? credentials.username() + "$" + Math.max(1, credentials.accountId())
                : credentials.username();
        return options.userInfo(user, credentials.password()).build();
    }

    private Options.Builder options(NatsLink link, String name) {
        return new Options.Builder()
                .servers(servers.toArray(String[]::new))
                .ignoreDiscoveredServers()
                .connectionName(name)
                .connectionTimeout(Duration.ofSeconds(2))
                .reconnectWait(Duration.ofMillis(500))
                .reconnectJitter(Duration.ofMillis(200))
                .pingInterval(Duration.ofSeconds(20))
                .requestCleanupInterval(Duration.ofSeconds(5))
                .reconnectBufferSize(0)
                .reportNoResponders()
                .executor(threads)
                .callbackExecutor(threads)
                .connectExecutor(threads)
                .readerExecutor(threads)
                .writerExecutor(threads)
                .scheduledExecutor(timer)
                .errorListener(link)
                .connectionListener(link);
    }

    private static BrokerException unavailable(IOException e) {
        return new BrokerException(Kind.UNAVAILABLE, "no broker can be reached: " + e.getMessage(), e);
    }

    private static BrokerException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new BrokerException(Kind.UNAVAILABLE, "interrupted while connecting to a broker", e);
    }

    @Override
    public int maxPayload() {
        return internal.isConnected() ? internal.maxPayload() : maxPayload;
    }

    @Override
    public void close() {
        closed = true;
        connector.interrupt();
        internal.close();
        threads.shutdownNow();
        timer.shutdownNow();
    }
}
