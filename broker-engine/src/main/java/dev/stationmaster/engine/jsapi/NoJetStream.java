package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Router.ApiHandler;

/// The API as accounts see it that have no JetStream: every call is refused, with its reason.
public final class NoJetStream implements ApiHandler {
    private final Answers answers;
    private final String prefix;

    private NoJetStream(Answers answers, String prefix) {
        this.answers = answers;
        this.prefix = prefix;
    }

    /// @param prefix before the subjects of that account in the router
    public static void serve(Router router, String prefix) {
        router.serve(prefix + ApiSubject.PREFIX + ">", new NoJetStream(new Answers(router), prefix));
    }

    @Override
    public void handle(Message request, ClientIdentity from) {
        ApiSubject asked = ApiSubject.parse(request.subject().substring(prefix.length()));
        answers.refuse(request.reply(), asked.call().response(), JetStreamErrors.JETSTREAM_NOT_ENABLED_FOR_ACCOUNT);
    }
}
