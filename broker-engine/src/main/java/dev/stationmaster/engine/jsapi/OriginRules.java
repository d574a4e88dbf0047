package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamSource;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the settings of a mirror or of a stream with sources must satisfy towards the streams they copy, as far as
/// those can be seen: sizes, and no cycles. Thread-safe; never blocks.
final class OriginRules {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int STREAMS_MAX = 256;

    private final Directory directory;
    private final Inquiries inquiries;

    OriginRules(Directory directory, Inquiries inquiries) {
        this.directory = directory;
        this.inquiries = inquiries;
    }

    /// The configuration as it takes effect: a mirror answers direct gets when its origin does. Fails with
    /// [ApiRefusal].
    CompletableFuture<StreamConfig> check(StreamConfig config) {
        if (config.mirror() == null && config.sources().isEmpty()) {
            return CompletableFuture.completedFuture(config);
        }
        Map<String, StreamConfig> known = new ConcurrentHashMap<>();
        known.put(config.name(), config);
        return gather(known, origins(config)).thenApply(nothing -> judge(config, known));
    }

    /// Names of the streams here that it copies.
    private static Set<String> origins(StreamConfig config) {
        Set<String> names = new HashSet<>();
        for (StreamSource source : config.sources()) {
            if (source.external() == null) {
                names.add(source.name());
            }
        }
        StreamSource mirror = config.mirror();
        if (mirror != null && mirror.external() == null) {
            names.add(mirror.name());
        }
        return names;
    }

    private CompletableFuture<Void> gather(Map<String, StreamConfig> known, Set<String> wanted) {
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        Set<String> next = ConcurrentHashMap.newKeySet();
        for (String name : wanted) {
            StreamRef stream = known.containsKey(name) ? null : directory.stream(name);
            if (stream != null) {
                asked.add(inquiries
                        .ask(stream.group(), "$JS.API.STREAM.INFO." + name, new byte[0], PATIENCE)
                        .handle((info, failure) -> failure == null ? configOf(info) : null)
                        .thenAccept(found -> {
                            if (found != null) {
                                known.put(name, found);
                                next.addAll(origins(found));
                            }
                        }));
            }
        }
        if (asked.isEmpty() || known.size() > STREAMS_MAX) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenCompose(nothing -> gather(known, next));
    }

    private static @Nullable StreamConfig configOf(byte[] info) {
        try {
            RequestBody config = RequestBody.parse(info).object("config");
            return config == null ? null : StreamConfigCodec.read(config);
        } catch (ApiRefusal unreadable) {
            return null;
        }
    }

    private static StreamConfig judge(StreamConfig config, Map<String, StreamConfig> known) {
        refuseCycle(config, known);
        for (String name : origins(config)) {
            StreamConfig origin = known.get(name);
            StreamRules.refuseIf(
                    origin != null && origin.retention() == Retention.INTEREST,
                    "copying stream '" + name + "' of interest retention is not supported by this broker");
        }
        for (StreamSource source : config.sources()) {
            StreamConfig origin = source.external() == null ? known.get(source.name()) : null;
            if (origin != null && isSmaller(config, origin)) {
                throw new ApiRefusal(JetStreamErrors.STREAM_SOURCE_MUST_HAVE_MAX_MESSAGE_SIZE_TARGET);
            }
        }
        StreamSource mirror = config.mirror();
        StreamConfig origin = mirror == null || mirror.external() != null ? null : known.get(mirror.name());
        if (origin == null) {
            return config;
        }
        if (isSmaller(config, origin)) {
            throw new ApiRefusal(JetStreamErrors.STREAM_MIRROR_MUST_HAVE_MAX_MESSAGE_SIZE_SOURCE);
        }
        return config.withMirrorDirect(origin.allowDirect());
    }

    private static boolean isSmaller(StreamConfig copy, StreamConfig origin) {
        return copy.maxMessageSize() > 0
                && origin.maxMessageSize() > 0
                && copy.maxMessageSize() < origin.maxMessageSize();
    }

    private static void refuseCycle(StreamConfig config, Map<String, StreamConfig> known) {
        ArrayDeque<StreamConfig> toVisit = new ArrayDeque<>(List.of(config));
        Set<String> visited = new HashSet<>();
        while (!toVisit.isEmpty()) {
            StreamConfig next = toVisit.removeFirst();
            visited.add(next.name());
            for (StreamSource source : next.sources()) {
                if (source.external() == null) {
                    boolean meets = source.filter().isEmpty()
                            || next.subjects().stream()
                                    .anyMatch(subject -> SubjectPattern.overlaps(subject, source.filter()));
                    StreamRules.refuseIf(meets && visited.contains(source.name()), "detected cycle");
                    visit(source.name(), known, visited, toVisit);
                }
            }
            StreamSource mirror = next.mirror();
            if (mirror != null && mirror.external() == null) {
                StreamRules.refuseIf(visited.contains(mirror.name()), "detected cycle");
                visit(mirror.name(), known, visited, toVisit);
            }
        }
    }

    private static void visit(
            String name, Map<String, StreamConfig> known, Set<String> visited, ArrayDeque<StreamConfig> toVisit) {
        StreamConfig origin = visited.contains(name) ? null : known.get(name);
        if (origin != null) {
            toVisit.add(origin);
        }
    }
}
