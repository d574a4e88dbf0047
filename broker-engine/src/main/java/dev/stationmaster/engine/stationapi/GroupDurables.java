package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.ConsumerConfigCodec;
import dev.stationmaster.engine.jsapi.ConsumerDraft;
import dev.stationmaster.engine.jsapi.Inquiries;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.station.StationPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A consumer group as its same-named durables, one on each partition: made, adjusted and removed through the groups'
/// leaders. Every step may be repeated. Waits for answers; called on virtual threads.
final class GroupDurables {
    private static final Duration PATIENCE = Duration.ofMillis(4_500);
    private static final int CONSUMER_NOT_FOUND = 10014;
    private static final int STREAM_NOT_FOUND = 10059;

    private final Inquiries inquiries;

    GroupDurables(Inquiries inquiries) {
        this.inquiries = inquiries;
    }

    /// What a member asks of its group.
    ///
    /// @param group internal name
    /// @param last -1: not asked
    record Wish(String group, long ackMillis, int deliveries, long start, long last) {}

    /// Makes the group on all partitions, or adjusts ack wait and deliveries where it is; its position stays.
    ///
    /// @return why it could not, `""` on success
    String put(StationRef station, Wish wish) {
        List<CompletableFuture<String>> steps = new ArrayList<>();
        for (StreamRef partition : station.partitions()) {
            steps.add(put(station, partition, wish));
        }
        return firstProblem(steps);
    }

    private CompletableFuture<String> put(StationRef station, StreamRef partition, Wish wish) {
        return call(partition, "CONSUMER.INFO." + partition.name() + "." + wish.group(), "")
                .thenCompose(info -> {
                    int error = errorCode(info);
                    if (error == 0) {
                        return adjust(partition, wish, info);
                    }
                    return error == CONSUMER_NOT_FOUND
                            ? create(station, partition, wish)
                            : CompletableFuture.completedFuture(problem(info));
                });
    }

    private CompletableFuture<String> adjust(StreamRef partition, Wish wish, RequestBody info) {
        @Nullable RequestBody json = info.object("config");
        if (json == null) {
            return CompletableFuture.completedFuture("");
        }
        ConsumerConfig config = ConsumerConfigCodec.read(json).withDefaults().build();
        ConsumerConfig wanted = StationPlan.withLimits(config, wish.ackMillis(), wish.deliveries());
        return wanted.equals(config) ? CompletableFuture.completedFuture("") : declare(partition, wanted);
    }

    private CompletableFuture<String> create(StationRef station, StreamRef partition, Wish wish) {
        ConsumerDraft draft = StationPlan.durable(
                wish.group(), station.internalName(), partition.partition(), wish.ackMillis(), wish.deliveries());
        CompletableFuture<Long> lastSequence = wish.last() > 0
                ? call(partition, "STREAM.INFO." + partition.name(), "").thenApply(GroupDurables::lastSequence)
                : CompletableFuture.completedFuture(0L);
        return lastSequence.thenCompose(last -> {
            StationPlan.startAt(draft, wish.start(), wish.last(), last);
            return declare(partition, draft.build());
        });
    }

    private static long lastSequence(RequestBody info) {
        @Nullable RequestBody state = info.object("state");
        return state == null ? 0 : state.number("last_seq", 0);
    }

    private CompletableFuture<String> declare(StreamRef partition, ConsumerConfig config) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("stream_name", partition.name());
        body.set("config", ConsumerConfigCodec.write(config));
        String subject = "CONSUMER.DURABLE.CREATE." + partition.name() + "." + config.name();
        return call(partition, subject, body.toString()).thenApply(GroupDurables::problem);
    }

    /// Removes the group from all partitions; where it is not, nothing is to be done.
    String remove(StationRef station, String group) {
        List<CompletableFuture<String>> steps = new ArrayList<>();
        for (StreamRef partition : station.partitions()) {
            String subject = "CONSUMER.DELETE." + partition.name() + "." + group;
            steps.add(call(partition, subject, "").thenApply(answer -> {
                int error = errorCode(answer);
                return error == CONSUMER_NOT_FOUND || error == STREAM_NOT_FOUND ? "" : problem(answer);
            }));
        }
        return firstProblem(steps);
    }

    private CompletableFuture<RequestBody> call(StreamRef partition, String call, String body) {
        return inquiries
                .ask(partition.group(), "$JS.API." + call, body.getBytes(StandardCharsets.UTF_8), PATIENCE)
                .thenApply(RequestBody::parse);
    }

    private static String firstProblem(List<CompletableFuture<String>> steps) {
        String first = "";
        for (CompletableFuture<String> step : steps) {
            String problem = problem(step);
            first = first.isEmpty() ? problem : first;
        }
        return first;
    }

    private static String problem(CompletableFuture<String> step) {
        try {
            return step.join();
        } catch (CompletionException e) {
            return e.getCause() instanceof ApiRefusal refusal
                    ? refusal.error().description()
                    : "the leader of a partition did not answer within " + PATIENCE.toMillis() + " ms";
        }
    }

    private static int errorCode(RequestBody answer) {
        @Nullable RequestBody error = answer.object("error");
        return error == null ? 0 : error.count("err_code", -1);
    }

    private static String problem(RequestBody answer) {
        @Nullable RequestBody error = answer.object("error");
        return error == null ? "" : error.string("description") + " (" + error.count("err_code", 0) + ")";
    }
}
