package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Router.ApiHandler;
import java.util.List;

/// `$JS.<domain>.API.>`: the API as those call it who may be somewhere else. What stands behind the prefix goes on as
/// `$JS.API.…`; subjects of key-value buckets and object stores as they are.
///
/// @param prefix `$JS.<domain>.API.`
record DomainSubjects(Router router, String prefix) implements ApiHandler {
    private static final List<String> STORES = List.of("$KV.", "$OBJ.");

    static void serve(Router router, String domain) {
        String prefix = "$JS." + domain + ".API.";
        router.serve(prefix + ">", new DomainSubjects(router, prefix));
    }

    @Override
    public void handle(Message request, ClientIdentity from) {
        String rest = request.subject().substring(prefix.length());
        String meant = STORES.stream().anyMatch(rest::startsWith) ? rest : ApiSubject.PREFIX + rest;
        router.publish(new Message(meant, request.reply(), request.headers(), request.payload()), from);
    }
}
