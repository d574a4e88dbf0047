package dev.stationmaster.gateway.rest;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.auth.Session;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import dev.stationmaster.gateway.broker.PubAck;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.produce.Produce;
import dev.stationmaster.gateway.produce.ProduceBatch;
import dev.stationmaster.gateway.station.Name;
import dev.stationmaster.gateway.station.PartitionChoice;
import java.util.List;
import java.util.Optional;

/// `/stations/{station}/produce/single` and `…/batch`.
final class ProduceRoutes {

    /// Body of a batch that did not go through whole: the older and the documented shape in one.
    record BatchOutcome(boolean success, List<String> error, List<String> errors, int sent, int fail) {}

    private final Produce produce;
    private final ProduceBatch batch;

    ProduceRoutes(Produce produce) {
        this.produce = produce;
        this.batch = new ProduceBatch(produce);
    }

    Response single(Session session, Request request) {
        checkType(ContentTypes.isForSingle(contentType(request)));
        Produce.Order order = order(request);
        if (request.headers().first("X-Memphis-Async").orElse("").equalsIgnoreCase("true")) {
            produce.withoutAck(session, order, request.body());
            return Answers.SUCCESS;
        }
        PubAck ack = produce.single(session, order, request.body());
        return ack.duplicate() ? Answers.SUCCESS.with("X-Memphis-Duplicate", "true") : Answers.SUCCESS;
    }

    Response batch(Session session, Request request) {
        checkType(ContentTypes.isForBatch(contentType(request)));
        Produce.Order order = order(request);
        ProduceBatch.Result result;
        try {
            result = batch.batch(session, order, request.body());
        } catch (ProduceBatch.MalformedBatchException e) {
            return Answers.error(400, String.valueOf(e.getMessage()));
        }
        if (result.failed() == 0) {
            return Answers.SUCCESS;
        }
        List<String> texts = result.errors().stream().map(Answers::memphis).toList();
        int status = texts.stream().allMatch(Answers::isSchemaRefusal)
                ? 400
                : Answers.statusOf(result.worst().orElse(Kind.REFUSED));
        return Response.json(status, Json.bytes(new BatchOutcome(false, texts, texts, result.sent(), result.failed())));
    }

    private static void checkType(boolean fits) {
        if (!fits) {
            throw new RestException(Answers.error(415, "unsupported content type"));
        }
    }

    private static String contentType(Request request) {
        return request.headers().first("Content-Type").orElse("");
    }

    private static Produce.Order order(Request request) {
        return new Produce.Order(
                Name.ofStation(request.pathValue("station")),
                MessageHeaders.of(request.headers()),
                MessageHeaders.messageId(request.headers()),
                choice(request));
    }

    private static PartitionChoice choice(Request request) {
        Optional<String> key = request.query("partition_key").or(() -> given(request, "X-Memphis-Partition-Key"));
        Optional<String> number =
                request.query("partition_number").or(() -> given(request, "X-Memphis-Partition-Number"));
        if (key.isPresent() && number.isPresent()) {
            throw new IllegalArgumentException("partition_key and partition_number can not both be given");
        }
        if (number.isPresent()) {
            try {
                return new PartitionChoice.Chosen(Integer.parseInt(number.get()));
            } catch (NumberFormatException _) {
                throw new IllegalArgumentException("partition_number " + number.get() + " is not a number");
            }
        }
        return key.<PartitionChoice>map(PartitionChoice.Key::new).orElseGet(PartitionChoice.RoundRobin::new);
    }

    private static Optional<String> given(Request request, String header) {
        return request.headers().first(header).filter(value -> !value.isEmpty());
    }
}
