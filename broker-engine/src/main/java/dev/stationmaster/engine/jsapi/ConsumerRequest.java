package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.replication.PartitionCommand.Action;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to create or update a consumer, in any of its three forms. Immutable; the draft belongs to the caller.
public record ConsumerRequest(ConsumerDraft draft, Action action) {
    private static final Map<String, Action> ACTIONS = Map.of("create", Action.CREATE, "update", Action.UPDATE);

    /// @throws ApiRefusal when names in subject and body do not fit, or the body cannot be read
    public static ConsumerRequest parse(ApiSubject subject, byte[] payload) {
        RequestBody body = RequestBody.parse(payload);
        refuseUnless(
                body.string("stream_name").equals(subject.stream()),
                new ApiRefusal(JetStreamErrors.STREAM_NAME_IN_SUBJECT_DOES_NOT_MATCH_REQUEST));
        @Nullable RequestBody config = body.object("config");
        ConsumerDraft draft = config == null ? new ConsumerDraft() : ConsumerConfigCodec.read(config);
        if (subject.call() == ApiSubject.Call.CONSUMER_DURABLE_CREATE) {
            refuseUnless(draft.durable, new ApiRefusal(JetStreamErrors.CONSUMER_EXPECTED_TO_BE_DURABLE_BUT_A_DURABLE));
            refuseUnless(
                    draft.name.equals(subject.consumer()),
                    new ApiRefusal(JetStreamErrors.CONSUMER_NAME_IN_SUBJECT_DOES_NOT_MATCH_DURABLE));
        } else if (subject.consumer().isEmpty()) {
            refuseUnless(
                    !draft.durable, new ApiRefusal(JetStreamErrors.CONSUMER_EXPECTED_TO_BE_EPHEMERAL_BUT_A_DURABLE));
        } else {
            takeName(subject, draft);
        }
        Action action = body.choice("action", Action.CREATE_OR_UPDATE, ACTIONS);
        return new ConsumerRequest(draft, action);
    }

    private static void takeName(ApiSubject subject, ConsumerDraft draft) {
        refuseUnless(
                !draft.durable || draft.name.equals(subject.consumer()),
                new ApiRefusal(JetStreamErrors.CONSUMER_NAME_IN_SUBJECT_DOES_NOT_MATCH_DURABLE));
        draft.name = subject.consumer();
        draft.named = true;
        if (!subject.rest().isEmpty()) {
            refuseUnless(
                    draft.filters.isEmpty() || draft.singleFilter,
                    new ApiRefusal(JetStreamErrors.CONSUMER_WITH_MULTIPLE_SUBJECT_FILTERS_CANNOT_USE_SUBJECT));
            refuseUnless(
                    draft.singleFilter && draft.filters.getFirst().equals(subject.rest()),
                    new ApiRefusal(JetStreamErrors.CONSUMER_CREATE_REQUEST_DID_NOT_MATCH_FILTERED_SUBJECT));
        }
    }

    private static void refuseUnless(boolean condition, ApiRefusal refusal) {
        if (!condition) {
            throw refusal;
        }
    }
}
