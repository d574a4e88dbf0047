package dev.stationmaster.gateway.produce;

import dev.stationmaster.gateway.auth.Session;
import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import dev.stationmaster.gateway.broker.PubAck;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Publishes each object of a JSON array as one message, all of them, in their order, many under way at once.
public final class ProduceBatch {
    private static final int UNDER_WAY_MAX = 256;
    private static final int ERRORS_MAX = 1000;

    /// The body is not a JSON array of objects.
    public static final class MalformedBatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedBatchException() {
            super("unsupported request");
        }
    }

    /// @param errors texts in element order, cut at a thousand
    /// @param worst kind of the failure that says most about what to do, empty when all were sent
    public record Result(int sent, int failed, List<String> errors, Optional<Kind> worst) {
        public Result {
            errors = List.copyOf(errors);
        }
    }

    private record UnderWay(int index, byte[] payload, CompletableFuture<PubAck> ack) {}

    private final Produce produce;

    public ProduceBatch(Produce produce) {
        this.produce = produce;
    }

    /// @throws MalformedBatchException before anything is published
    public Result batch(Session session, Produce.Order order, byte[] body) {
        BatchElements.check(body);
        Tally tally = new Tally();
        Queue<UnderWay> underWay = new ArrayDeque<>();
        try (BatchElements elements = new BatchElements(body)) {
            elements.start();
            int index = 0;
            for (Optional<byte[]> element = elements.next(); element.isPresent(); element = elements.next()) {
                if (underWay.size() >= UNDER_WAY_MAX) {
                    settle(session, order, underWay.remove(), tally);
                }
                underWay.add(start(session, order, index++, element.get()));
            }
        }
        while (!underWay.isEmpty()) {
            settle(session, order, underWay.remove(), tally);
        }
        return tally.result();
    }

    private static UnderWay start(Session session, Produce.Order order, int index, byte[] payload) {
        CompletableFuture<PubAck> ack;
        try {
            ack = Produce.publish(session, order.ofElement(index), payload);
        } catch (BrokerException e) {
            ack = CompletableFuture.failedFuture(e);
        }
        return new UnderWay(index, payload, ack);
    }

    private void settle(Session session, Produce.Order order, UnderWay element, Tally tally) {
        try {
            element.ack.join();
            tally.sent++;
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof BrokerException cause)) {
                throw e;
            }
            retry(session, order, element, cause, tally);
        }
    }

    /// What certainly was not stored gets the patience of a single message.
    private void retry(Session session, Produce.Order order, UnderWay element, BrokerException first, Tally tally) {
        if (first.kind() != Kind.NO_RESPONDERS && first.kind() != Kind.UNAVAILABLE) {
            tally.failed(first);
            return;
        }
        try {
            session.stations().forget(order.station());
            produce.single(session, order.ofElement(element.index), element.payload);
            tally.sent++;
        } catch (BrokerException e) {
            tally.failed(e);
        }
    }

    private static final class Tally {
        private int sent;
        private int failed;
        private final List<String> errors = new ArrayList<>();
        private Optional<Kind> worst = Optional.empty();

        void failed(BrokerException e) {
            failed++;
            if (errors.size() < ERRORS_MAX) {
                errors.add(e.text());
            }
            if (worst.isEmpty()) {
                worst = Optional.of(e.kind());
            }
        }

        Result result() {
            return new Result(sent, failed, errors, worst);
        }
    }
}
