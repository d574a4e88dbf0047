package dev.stationmaster.engine.copying;

import dev.stationmaster.engine.message.HeaderBlock;
import dev.stationmaster.engine.message.HeaderBlock.Header;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.stream.StreamConfig.Transform;
import dev.stationmaster.engine.stream.StreamSource;
import dev.stationmaster.engine.subject.SubjectTransform;
import java.util.ArrayList;
import java.util.List;

/// Makes a copy of what an origin delivers: its subject by the source's transforms, and for a source its headers, which
/// lose what the publisher expected of the origin and gain where the message comes from. Immutable.
final class CopyFrame {
    private static final String ORIGIN = "Nats-Stream-Source";
    private static final String EXPECTED = "Nats-Expected-";

    private final StreamSource source;
    private final boolean mirror;
    private final List<SubjectTransform> transforms;

    CopyFrame(StreamSource source, boolean mirror) {
        this.source = source;
        this.mirror = mirror;
        this.transforms = source.transforms().stream()
                .filter(one -> SubjectTransform.isValid(one.source(), one.destination()))
                .map(CopyFrame::map)
                .toList();
    }

    private static SubjectTransform map(Transform transform) {
        return SubjectTransform.of(transform.source(), transform.destination());
    }

    String subject(String original) {
        for (SubjectTransform transform : transforms) {
            String mapped = transform.apply(original);
            if (mapped != null) {
                return mapped;
            }
        }
        return original;
    }

    byte[] headers(Message message, long originSequence) {
        if (mirror) {
            return message.headers();
        }
        List<Header> headers = new ArrayList<>();
        if (message.headers().length > 0) {
            for (Header header : HeaderBlock.headers(message.headers())) {
                if (!header.name().equals(ORIGIN) && !header.name().startsWith(EXPECTED)) {
                    headers.add(header);
                }
            }
        }
        headers.add(new Header(ORIGIN, source.header(originSequence)));
        return HeaderBlock.of(headers);
    }
}
