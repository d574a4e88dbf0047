package dev.stationmaster.engine.auth;

import java.time.Duration;
import java.util.Optional;

/// What a user may do with subjects. Immutable and thread-safe.
public interface Permissions {
    /// Everything.
    Permissions ALL = new Permissions() {
        @Override
        public boolean mayPublish(String subject) {
            return true;
        }

        @Override
        public boolean maySubscribe(String pattern, String queue) {
            return true;
        }

        @Override
        public boolean mayReceive(String subject) {
            return true;
        }

        @Override
        public boolean filters(String pattern) {
            return false;
        }
    };

    boolean mayPublish(String subject);

    /// @param queue `""` for a plain subscription
    boolean maySubscribe(String pattern, String queue);

    /// Whether a message on this subject may be delivered to a subscription that [#filters] is true for.
    boolean mayReceive(String subject);

    /// Whether an allowed subscription to this pattern overlaps what is denied, so that deliveries must be checked.
    boolean filters(String pattern);

    /// How far a replier may publish to the reply subjects that it received; empty: not at all.
    default Optional<Responses> responses() {
        return Optional.empty();
    }

    /// @param messages how many answers to each request
    record Responses(int messages, Duration expiry) {
        /// nats-server's defaults.
        public static final Responses ONE = new Responses(1, Duration.ofMinutes(2));

        private static final Duration UNLIMITED = Duration.ofDays(365);

        /// As nats-server reads them: 0 is the default, below 0 there is no limit.
        public static Responses of(int messages, Duration expiry) {
            return new Responses(
                    messages == 0 ? ONE.messages() : messages < 0 ? Integer.MAX_VALUE : messages,
                    expiry.isZero() ? ONE.expiry() : expiry.isNegative() ? UNLIMITED : expiry);
        }
    }
}
