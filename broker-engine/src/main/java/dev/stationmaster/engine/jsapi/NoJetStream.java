package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Router.ApiHandler;

/// The API where there is no JetStream, for an account or not yet: every call is refused, with its reason.
public final class NoJetStream implements ApiHandler {
    private final Answers answers;
    private final String prefix;
    private final JetStreamError why;

    private NoJetStream(Answers answers, String prefix, JetStreamError why) {
        this.answers = answers;
        this.prefix = prefix;
        this.why = why;
    }

    /// @param prefix before the subjects of that account in the router
    public static void serve(Router router, String prefix) {
        serve(router, prefix, JetStreamErrors.JETSTREAM_NOT_ENABLED_FOR_ACCOUNT);
    }

    /// For now: until the pattern that this returns is withdrawn.
    public static String serveForNow(Router router, String prefix) {
        return serve(router, prefix, JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
    }

    private static String serve(Router router, String prefix, JetStreamError why) {
        String pattern = prefix + ApiSubject.PREFIX + ">";
        router.serve(pattern, new NoJetStream(new Answers(router), prefix, why));
        return pattern;
    }

    @Override
    public void handle(Message request, ClientIdentity from) {
        ApiSubject asked = ApiSubject.parse(request.subject().substring(prefix.length()));
        answers.refuse(request.reply(), asked.call().response(), why);
    }
}
