package dev.stationmaster.engine.boot;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGUSR2, which nats-server takes as the word to send its clients elsewhere and then end.
///
/// By reflection: signals are in a package of the JDK that compilers warn of, and that a small image may lack.
final class LameDuckSignal {
    private static final Logger LOG = LoggerFactory.getLogger(LameDuckSignal.class);

    private LameDuckSignal() {}

    static void onSignal(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("USR2"), handling);
        } catch (ReflectiveOperationException | RuntimeException unsupported) {
            LOG.debug("SIGUSR2 cannot be used here: {}", unsupported.toString());
        }
    }
}
