package dev.stationmaster.engine.leaf;

import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.net.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this broker connected to one that it is a leaf of: dials its addresses in turn, again after each end.
final class LeafDialler {
    private static final Logger LOG = LoggerFactory.getLogger(LeafDialler.class);
    private static final int CONNECT_MILLIS = 2_000;
    private static final Duration LONGER = Duration.ofSeconds(30);

    private final Leafs leafs;
    private final LeafSettings.Remote remote;
    private final SubjectSpace space;
    private final Duration pause;
    private final EventLoops loops;
    /// Down when the first attempt has succeeded or failed.
    private final CountDownLatch tried = new CountDownLatch(1);
    private int attempts;
    private String lastFailure = "";
    private volatile boolean longer;
    private volatile boolean closed;
    private volatile @Nullable Channel channel;

    LeafDialler(Leafs leafs, LeafSettings.Remote remote, SubjectSpace space, Duration pause, EventLoops loops) {
        this.leafs = leafs;
        this.remote = remote;
        this.space = space;
        this.pause = pause;
        this.loops = loops;
    }

    void dial() {
        if (closed) {
            return;
        }
        int number = leafs.takeNumber();
        if (number == 0) {
            LOG.warn("no leaf connection to {}: there are {} already", remote.addresses(), Leafs.MOST);
            again();
            return;
        }
        LeafSettings.Address address =
                remote.addresses().get(attempts++ % remote.addresses().size());
        new Bootstrap()
                .group(loops.group())
                .channel(loops.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new DialledLeaf(leafs, number, remote, address, space, this))
                .connect(address.host(), address.port())
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        channel = done.channel();
                        lastFailure = "";
                        if (closed) {
                            done.channel().close();
                        }
                        return;
                    }
                    String failure = String.valueOf(done.cause().getMessage());
                    if (!failure.equals(lastFailure)) {
                        LOG.warn("no leaf connection to {}: {}", address, failure);
                        lastFailure = failure;
                    }
                    onEnd(number);
                });
    }

    /// What keeps the two apart does not go away by itself.
    void waitLonger() {
        longer = true;
    }

    void onJoined() {
        tried.countDown();
    }

    /// Until it is known whether the first attempt succeeds.
    ///
    /// @return false when it takes longer
    boolean awaitTried(long millis) throws InterruptedException {
        return tried.await(millis, TimeUnit.MILLISECONDS);
    }

    void onEnd(int number) {
        tried.countDown();
        leafs.giveBack(number);
        again();
    }

    private void again() {
        if (closed || loops.group().isShuttingDown()) {
            return;
        }
        Duration rest = longer ? LONGER : pause;
        longer = false;
        loops.group().schedule(this::dial, rest.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        closed = true;
        Channel open = channel;
        if (open != null) {
            open.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
    }
}
