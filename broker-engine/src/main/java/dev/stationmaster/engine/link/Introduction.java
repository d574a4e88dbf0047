package dev.stationmaster.engine.link;

import java.util.Optional;

/// How a dialling node shows who it is on one connection, and checks who answers. Confined to the link's event loop.
interface Introduction {
    LinkFrame hello(byte[] challenge);

    /// @return why the other side is not who was dialled, empty when it is
    Optional<String> welcome(LinkFrame answer);
}
