package dev.stationmaster.gateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// All HTTP listeners of the process: one event loop, one virtual thread a request. Thread-safe.
public final class HttpServer implements AutoCloseable {

    /// Where a listener can be reached.
    public record Port(String host, int port) {
        public String url() {
            return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());
    private final List<Channel> listeners = new ArrayList<>();

    /// Opens a listener. Loopback means both of its addresses, the IPv6 one only where the machine has it.
    ///
    /// @param port 0 for any free one
    /// @throws IOException when the port is taken or the address is not ours
    public synchronized Port open(String host, int port, Limits limits, Site site) throws IOException {
        ServerBootstrap bootstrap = bootstrap(new Admission(limits), site);
        Channel channel = bind(bootstrap, host, port);
        int bound = ((InetSocketAddress) channel.localAddress()).getPort();
        if (host.equals("127.0.0.1") || host.equals("localhost")) {
            try {
                bind(bootstrap, "::1", bound);
            } catch (IOException _) {
                // No IPv6 here, or its port is another's: IPv4 serves.
            }
        }
        return new Port(host, bound);
    }

    private Channel bind(ServerBootstrap bootstrap, String host, int port) throws IOException {
        var bound = bootstrap.bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + host + ":" + port + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listeners.add(bound.channel());
        return bound.channel();
    }

    private ServerBootstrap bootstrap(Admission admission, Site site) {
        HttpDecoderConfig decoder = new HttpDecoderConfig()
                .setMaxInitialLineLength(admission.limits().headerBytesMax())
                .setMaxHeaderSize(admission.limits().headerBytesMax())
                .setMaxChunkSize(64 * 1024);
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 512)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (!admission.admitConnection(channel)) {
                            return;
                        }
                        channel.pipeline()
                                .addLast("codec", new HttpServerCodec(decoder))
                                .addLast("requests", new RequestReader(admission, site, workers));
                    }
                });
    }

    /// Stops listening, gives requests at work half a second, and ends.
    @Override
    public synchronized void close() {
        listeners.forEach(Channel::close);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(500, TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            workers.shutdownNow();
        }
        loop.shutdownGracefully(0, 200, TimeUnit.MILLISECONDS).awaitUninterruptibly(400);
    }
}
