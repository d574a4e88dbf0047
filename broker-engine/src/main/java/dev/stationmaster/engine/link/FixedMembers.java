package dev.stationmaster.engine.link;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.link.LinkFrame.Lane;
import java.util.Optional;

/// The members of a supervised cluster: known from the start, each in the slot of its number. Immutable.
final class FixedMembers implements Membership {
    private final NodeConfig config;
    private final LinkProof proof;

    FixedMembers(NodeConfig config) {
        this.config = config;
        this.proof = new LinkProof(config.clusterName(), config.secret());
    }

    @Override
    public void start(Links links, int port) {
        for (NodeConfig.Member member : config.members()) {
            if (member.node() != config.node()) {
                links.open(
                        member.node(),
                        new OutgoingLink.Target("node " + member.node(), member.host(), member.linkPort()),
                        lane -> new OfMember(member.node(), lane),
                        lane -> true);
            }
        }
    }

    @Override
    public Admission admit(LinkFrame frame, byte[] challenge, String remoteHost) {
        if (!(frame instanceof LinkFrame.Hello hello)) {
            return Admission.refused(
                    "a proof was expected, not " + frame.getClass().getSimpleName());
        }
        boolean member = config.members().stream().anyMatch(known -> known.node() == hello.node());
        byte[] expected = proof.ofDialler(hello.node(), hello.lane(), challenge, hello.nonce());
        if (!member
                || hello.node() == config.node()
                || !hello.cluster().equals(config.clusterName())
                || !LinkProof.same(expected, hello.proof())) {
            return Admission.refused(
                    "node " + hello.node() + " of cluster " + hello.cluster() + " is not one of this cluster");
        }
        byte[] own = proof.ofDialled(config.node(), challenge, hello.nonce());
        return Admission.taken(hello.node(), hello.lane(), new LinkFrame.Welcome(config.node(), own));
    }

    @Override
    public int node(int slot) {
        return slot;
    }

    @Override
    public int slot(int node) {
        return node;
    }

    private final class OfMember implements Introduction {
        private final int peer;
        private final Lane lane;
        private final byte[] nonce = LinkProof.nonce();
        private byte[] challenge = {};

        OfMember(int peer, Lane lane) {
            this.peer = peer;
            this.lane = lane;
        }

        @Override
        public LinkFrame hello(byte[] given) {
            challenge = given;
            byte[] own = proof.ofDialler(config.node(), lane, given, nonce);
            return new LinkFrame.Hello(config.clusterName(), config.node(), lane, nonce, own);
        }

        @Override
        public Optional<String> welcome(LinkFrame answer) {
            if (answer instanceof LinkFrame.Welcome(int node, byte[] given)
                    && node == peer
                    && LinkProof.same(proof.ofDialled(node, challenge, nonce), given)) {
                return Optional.empty();
            }
            return Optional.of(
                    answer instanceof LinkFrame.Welcome welcome
                            ? "the other side is node " + welcome.node() + " of another cluster"
                            : "unexpected " + answer.getClass().getSimpleName());
        }
    }
}
