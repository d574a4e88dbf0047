package dev.stationmaster.gateway.rest;

import java.util.Locale;
import java.util.Set;

/// Which content types a message may have. All are stored as the bytes that they are.
final class ContentTypes {
    private static final Set<String> OPAQUE = Set.of(
            "application/x-protobuf",
            "application/protobuf",
            "application/octet-stream",
            "application/avro",
            "application/xml",
            "avro/bytes");

    private ContentTypes() {}

    static boolean isForSingle(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        String bare = bare(type);
        return type.contains("text")
                || type.contains("application/json")
                || bare.endsWith("+json")
                || OPAQUE.contains(bare);
    }

    static boolean isForBatch(String contentType) {
        return bare(contentType.toLowerCase(Locale.ROOT)).equals("application/json");
    }

    private static String bare(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    }
}
