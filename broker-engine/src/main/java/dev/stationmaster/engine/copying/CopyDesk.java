package dev.stationmaster.engine.copying;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The copiers of one stream while this node leads its group; none for most streams. Confined to the group loop.
public final class CopyDesk {
    private final GroupContext context;
    private final PartitionView partition;
    private final Router router;
    private final ClientIdentity self;
    private final Map<StreamSource, StreamCopier> sources = new LinkedHashMap<>();
    private @Nullable StreamCopier mirror;

    public CopyDesk(GroupContext context, PartitionView partition, Router router, int node) {
        this.context = context;
        this.partition = partition;
        this.router = router;
        this.self = ClientIdentity.ofNode(node);
    }

    /// Starts and stops copiers as the stream's settings say.
    public void follow() {
        StreamConfig config = partition.config();
        StreamSource origin = config.mirror();
        if (origin != null && mirror == null) {
            mirror = start(origin, true);
        }
        if (config.sources().isEmpty() && sources.isEmpty()) {
            return;
        }
        List<StreamSource> gone = new ArrayList<>(sources.keySet());
        gone.removeAll(config.sources());
        gone.forEach(source -> {
            StreamCopier copier = sources.remove(source);
            if (copier != null) {
                copier.stop();
            }
        });
        for (StreamSource source : config.sources()) {
            if (!sources.containsKey(source)) {
                sources.put(source, start(source, false));
            }
        }
    }

    private StreamCopier start(StreamSource source, boolean isMirror) {
        StreamCopier copier = new StreamCopier(context, partition, router, self, source, isMirror);
        copier.start();
        return copier;
    }

    public void close() {
        if (mirror != null) {
            mirror.stop();
            mirror = null;
        }
        sources.values().forEach(StreamCopier::stop);
        sources.clear();
    }

    /// The mirror's state, null when the stream is none.
    public @Nullable CopyStatus mirror() {
        return mirror == null ? null : mirror.status();
    }

    public List<CopyStatus> sources() {
        return sources.values().stream().map(StreamCopier::status).toList();
    }
}
