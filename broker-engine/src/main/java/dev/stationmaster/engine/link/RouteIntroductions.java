package dev.stationmaster.engine.link;

import dev.stationmaster.engine.link.LinkFrame.Lane;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// How brokers with routes show each other that they know the password, if there is one.
final class RouteIntroductions {
    private static final String LABEL = "route";

    private final RouteSettings settings;
    private final LinkProof own;
    private final Supplier<RouteCard> card;

    RouteIntroductions(RouteSettings settings, Supplier<RouteCard> card) {
        this.settings = settings;
        this.card = card;
        this.own = proof(settings.user(), settings.password());
    }

    private static LinkProof proof(String user, String password) {
        return new LinkProof(LABEL, user + ":" + password);
    }

    /// @param checked what is wrong with the broker that answers, empty when nothing is
    Introduction dial(RouteSettings.Target target, Lane lane, Function<RouteCard, Optional<String>> checked) {
        boolean named = !target.user().isEmpty();
        return new Dialling(
                named ? target.user() : settings.user(),
                named ? proof(target.user(), target.password()) : own,
                lane,
                checked);
    }

    boolean knowsPassword(LinkFrame.RouteHello hello, byte[] challenge) {
        byte[] expected = own.ofDialler(hello.card().name(), hello.lane(), challenge, hello.nonce());
        return LinkProof.same(expected, hello.proof());
    }

    LinkFrame welcome(LinkFrame.RouteHello hello, byte[] challenge) {
        RouteCard mine = card.get();
        return new LinkFrame.RouteWelcome(mine, own.ofDialled(mine.name(), challenge, hello.nonce()));
    }

    private final class Dialling implements Introduction {
        private final String user;
        private final LinkProof proof;
        private final Lane lane;
        private final Function<RouteCard, Optional<String>> checked;
        private final byte[] nonce = LinkProof.nonce();
        private byte[] challenge = {};

        Dialling(String user, LinkProof proof, Lane lane, Function<RouteCard, Optional<String>> checked) {
            this.user = user;
            this.proof = proof;
            this.lane = lane;
            this.checked = checked;
        }

        @Override
        public LinkFrame hello(byte[] given) {
            challenge = given;
            RouteCard mine = card.get();
            byte[] shown = proof.ofDialler(mine.name(), lane, given, nonce);
            return new LinkFrame.RouteHello(mine, user, lane, nonce, shown);
        }

        @Override
        public Optional<String> welcome(LinkFrame answer) {
            if (!(answer instanceof LinkFrame.RouteWelcome(RouteCard theirs, byte[] given))) {
                return Optional.of("unexpected " + answer.getClass().getSimpleName());
            }
            return LinkProof.same(proof.ofDialled(theirs.name(), challenge, nonce), given)
                    ? checked.apply(theirs)
                    : Optional.of("broker '" + theirs.name() + "' does not know the password of user '" + user + "'");
        }
    }
}
