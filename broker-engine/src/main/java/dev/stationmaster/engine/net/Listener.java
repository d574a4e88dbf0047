package dev.stationmaster.engine.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// One listening port. A loopback host means 127.0.0.1 and, where it exists, ::1, on the same port.
///
/// [#bind] claims the port and lets connections wait in the kernel's queue; [#start] begins to accept them.
public final class Listener implements AutoCloseable {
    private static final int ANY_PORT_TRIES = 10;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final String purpose;
    private final EventLoops loops;
    private final ChannelHandler childInitializer;
    private final List<Channel> channels = new ArrayList<>(2);
    private volatile int port;

    /// @param purpose what the port is for, in error messages: `client`
    public Listener(String purpose, EventLoops loops, ChannelHandler childInitializer) {
        this.purpose = purpose;
        this.loops = loops;
        this.childInitializer = childInitializer;
    }

    /// Claims the port, 0 being any free one.
    ///
    /// @throws PortTakenException when somebody else has it
    public void bind(String host, int port) {
        bindAll(host, port);
        this.port = portOf(channels.getFirst());
    }

    /// Accepts connections from now on.
    public void start() {
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    /// Accepts no more; those that are open stay. What waits in the kernel's queue is refused.
    public void stopAccepting() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
    }

    /// The port that was bound; stays known after closing.
    public int port() {
        return port;
    }

    @Override
    public void close() {
        stopAccepting();
        channels.clear();
    }

    private void bindAll(String host, int port) {
        if (!isLoopback(host)) {
            channels.add(bindOne(host, port));
            return;
        }
        for (int tries = 1; channels.size() < 2; tries++) {
            Channel v4 = bindOne("127.0.0.1", port);
            channels.add(v4);
            try {
                channels.add(bindOne("::1", portOf(v4)));
            } catch (PortTakenException e) {
                close();
                if (port != 0 || tries == ANY_PORT_TRIES) {
                    throw e;
                }
            } catch (NoSuchAddressException e) {
                return;
            }
        }
    }

    private Channel bindOne(String host, int port) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(childInitializer)
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause == null) {
            return bound.channel();
        }
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof BindException && text.contains("in use")) {
            throw new PortTakenException(purpose, host, port, cause);
        }
        throw new NoSuchAddressException(purpose, host, port, cause);
    }

    private static int portOf(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1");
    }

    /// The host has no such address, or the port may not be used.
    static final class NoSuchAddressException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchAddressException(String purpose, String host, int port, Throwable cause) {
            super("cannot listen on " + host + ":" + port + " for " + purpose + ": " + cause.getMessage(), cause);
        }
    }
}
