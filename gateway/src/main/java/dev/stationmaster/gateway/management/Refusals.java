package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.station.Name;
import dev.stationmaster.metadata.MetadataException;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Turns what the rooms below throw into a [Refusal].
final class Refusals {
    private Refusals() {}

    /// Empty for what nobody expected.
    static Optional<Refusal> of(Exception failure) {
        return Optional.ofNullable(
                switch (failure) {
                    case Refusal refusal -> refusal;
                    case BrokerException e -> ofBroker(e);
                    case MetadataException e -> ofMetadata(e);
                    case Name.InvalidNameException e ->
                        new Refusal(Refusal.Kind.REFUSED, "SM-NAME-INVALID", String.valueOf(e.getMessage()));
                    case JacksonException _ -> Refusal.invalid("Body params have to be in JSON format");
                    default -> null;
                });
    }

    private static Refusal ofBroker(BrokerException e) {
        return switch (e.kind()) {
            case UNAVAILABLE, NO_RESPONDERS ->
                new Refusal(
                        Refusal.Kind.UNAVAILABLE,
                        "SM-BROKERS-UNAVAILABLE",
                        "No broker can serve this now; try again in a moment");
            case LOST, TIMEOUT ->
                new Refusal(
                        Refusal.Kind.TIMEOUT,
                        "SM-BROKERS-TIMEOUT",
                        "The brokers did not answer in time; look whether it was done, and try again");
            case TOO_LARGE ->
                new Refusal(
                        Refusal.Kind.TOO_LARGE, "SM-MESSAGE-TOO-LARGE", "The message is larger than the brokers take");
            case LOGIN_REFUSED, PERMISSION, REFUSED ->
                new Refusal(Refusal.Kind.REFUSED, "SM-BROKERS-REFUSED", e.text().replaceFirst("^(nats|memphis): ", ""));
        };
    }

    private static Refusal ofMetadata(MetadataException e) {
        return e.kind() == MetadataException.Kind.UNAVAILABLE
                ? new Refusal(
                        Refusal.Kind.UNAVAILABLE,
                        e.code(),
                        "The metadata database cannot be reached; try again in a moment")
                : new Refusal(Refusal.Kind.REFUSED, e.code(), "The metadata database refused the request");
    }
}
