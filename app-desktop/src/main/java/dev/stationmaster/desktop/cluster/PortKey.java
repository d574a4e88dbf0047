package dev.stationmaster.desktop.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a cluster listens for. Node k has the base of its keys plus (k-1)·10.
public enum PortKey {
    CLIENT(6666, true),
    WEBSOCKET(7770, true),
    MONITOR(8222, true),
    CLUSTER(6222, true),
    LINK(7222, true),
    REST(4444, false),
    API(9000, false),
    EXPORTER(7777, false),
    POSTGRES(5432, false);

    private final int standard;
    private final boolean perNode;

    PortKey(int standard, boolean perNode) {
        this.standard = standard;
        this.perNode = perNode;
    }

    int standard() {
        return standard;
    }

    boolean perNode() {
        return perNode;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PortKey> of(String word) {
        return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(PortKey::word).collect(Collectors.joining(", "));
    }
}
