package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.stream.StreamConfig.Transform;
import dev.stationmaster.engine.stream.StreamSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Origins of mirrors and sources as JSON, with JetStream's names.
public final class StreamSourceCodec {
    private StreamSourceCodec() {}

    /// @return null when the field is missing or empty
    static @Nullable StreamSource readOne(RequestBody json, String field) {
        @Nullable RequestBody object = json.object(field);
        return object == null || object.isEmpty() ? null : read(object);
    }

    static List<StreamSource> readAll(RequestBody json, String field) {
        return json.objects(field).stream().map(StreamSourceCodec::read).toList();
    }

    private static StreamSource read(RequestBody json) {
        @Nullable RequestBody external = json.object("external");
        return new StreamSource(
                json.string("name"),
                json.unsigned("opt_start_seq"),
                json.time("opt_start_time"),
                json.string("filter_subject"),
                json.objects("subject_transforms").stream()
                        .map(StreamSourceCodec::readTransform)
                        .toList(),
                external == null || external.isEmpty()
                        ? null
                        : new StreamSource.External(external.string("api"), external.string("deliver")));
    }

    static Transform readTransform(RequestBody json) {
        return new Transform(json.string("src"), json.string("dest"));
    }

    static ObjectNode write(StreamSource source) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", source.name());
        ConsumerConfigCodec.number(json, "opt_start_seq", source.startSequence());
        if (source.startTimeNanos() != 0) {
            json.put("opt_start_time", ApiTimes.format(source.startTimeNanos()));
        }
        writeSelection(json, source);
        return json;
    }

    /// What is also shown with the state of a source: its filter, transforms and where it is.
    public static void writeSelection(ObjectNode json, StreamSource source) {
        ConsumerConfigCodec.text(json, "filter_subject", source.filter());
        if (!source.transforms().isEmpty()) {
            ArrayNode transforms = json.putArray("subject_transforms");
            source.transforms().forEach(transform -> transforms.add(write(transform)));
        }
        StreamSource.@Nullable External external = source.external();
        if (external != null) {
            json.putObject("external").put("api", external.api()).put("deliver", external.deliver());
        }
    }

    static ObjectNode write(Transform transform) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("src", transform.source())
                .put("dest", transform.destination());
    }
}
