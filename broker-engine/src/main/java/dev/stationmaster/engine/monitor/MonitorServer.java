package dev.stationmaster.engine.monitor;

import dev.stationmaster.engine.net.EventLoops;
import dev.stationmaster.engine.net.Listener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.concurrent.Semaphore;

/// Serves the monitoring port. Meant to run before anything is recovered, so that probes see a node that is starting.
public final class MonitorServer implements AutoCloseable {
    private static final int REQUEST_BYTES_MAX = 64 * 1024;
    private static final int REQUESTS_MAX = 32;
    private static final int IDLE_SECONDS_MAX = 300;

    private final Listener listener;

    public MonitorServer(MonitorSources sources, EventLoops loops) {
        MonitorPages pages = new MonitorPages(sources);
        Semaphore working = new Semaphore(REQUESTS_MAX);
        listener = new Listener("monitoring", loops, new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast("idle", new ReadTimeoutHandler(IDLE_SECONDS_MAX))
                        .addLast("http", new HttpServerCodec())
                        .addLast("aggregator", new HttpObjectAggregator(REQUEST_BYTES_MAX))
                        .addLast("pages", new MonitorHandler(pages, working));
            }
        });
    }

    /// Claims the port, 0 being any free one, and serves at once.
    ///
    /// @throws dev.stationmaster.engine.net.PortTakenException when somebody else has it
    public void start(String host, int port) {
        listener.bind(host, port);
        listener.start();
    }

    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }
}
