package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.subject.SubjectPattern;
import dev.stationmaster.engine.subject.SubjectTransform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The subjects that the users of one account see.
///
/// The router has one space. Where there are accounts, the subjects of each have a first token of their own there,
/// which begins with a character that no client gets past its session and no wildcard matches. A service import sends
/// what is published to the exporter's subject, with a reply that leads back; a stream
/// import adds the exporter's messages to a subscription.
public final class SubjectSpace {
    /// The only one: nothing is mapped.
    public static final SubjectSpace ALONE = new SubjectSpace("$G", "", List.of(), List.of());

    private final String account;
    /// Before each subject in the router, with its dot; `""` where nothing is mapped.
    private final String prefix;
    private final List<Import> services;
    private final List<Import> streams;

    /// @param local pattern as the importing account sees it
    /// @param remote pattern as the exporting account sees it
    /// @param prefix of the exporting account
    record Import(String local, String remote, String prefix, SubjectTransform inward, SubjectTransform outward) {}

    /// What one SUB listens to in the router.
    ///
    /// @param from the stream import behind it, null for the account's own subjects
    public record Ear(String pattern, @Nullable Object from) {}

    SubjectSpace(String account, String prefix, List<Import> services, List<Import> streams) {
        this.account = account;
        this.prefix = prefix;
        this.services = List.copyOf(services);
        this.streams = List.copyOf(streams);
    }

    public String account() {
        return account;
    }

    /// Before each subject in the router, with its dot; `""` where nothing is mapped.
    public String prefix() {
        return prefix;
    }

    /// Whether subjects of clients go to the router as they are.
    public boolean isAlone() {
        return this == ALONE;
    }

    /// Whether a subject of the router belongs to an account of its own. A client may publish there only to answer.
    public static boolean isApart(String routed) {
        return !routed.isEmpty() && routed.charAt(0) == SubjectPattern.APART;
    }

    /// Whether some of these subjects are services of another account.
    boolean imports(String pattern) {
        return services.stream().anyMatch(service -> SubjectPattern.overlaps(service.local(), pattern));
    }

    /// Patterns of the services that it imports, as it calls them.
    public List<String> importedServices() {
        return services.stream().map(Import::local).toList();
    }

    /// Where a message goes that a client publishes: of several imports that cover it, to the narrowest.
    public String outgoing(String subject) {
        if (isApart(subject)) {
            return subject;
        }
        Import taken = null;
        for (Import service : services) {
            boolean narrower = taken == null || SubjectPattern.isSubset(service.local(), taken.local());
            taken = narrower && SubjectPattern.matches(service.local(), subject) ? service : taken;
        }
        String mapped = taken == null ? null : taken.outward().apply(subject);
        if (taken != null && mapped != null) {
            return taken.prefix() + mapped;
        }
        return prefix + subject;
    }

    /// Where an answer to a client goes.
    public String replyTo(String reply) {
        return reply.isEmpty() || isApart(reply) ? reply : prefix + reply;
    }

    /// What a client that subscribes to a pattern listens to.
    public List<Ear> ears(String pattern) {
        List<Ear> ears = new ArrayList<>(1);
        ears.add(new Ear(prefix + pattern, null));
        for (Import stream : streams) {
            if (SubjectPattern.isSubset(pattern, stream.local())) {
                ears.add(new Ear(stream.prefix() + stream.outward().apply(pattern), stream));
            } else if (SubjectPattern.overlaps(pattern, stream.local())) {
                ears.add(new Ear(stream.prefix() + stream.remote(), stream));
            }
        }
        return ears;
    }

    /// The subject that a client sees of a message that came to one of its ears; null when the pattern does not cover
    /// it.
    public @Nullable String shown(Ear ear, String pattern, String routed) {
        if (!(ear.from() instanceof Import stream)) {
            return own(routed);
        }
        String remote = routed.startsWith(stream.prefix())
                ? routed.substring(stream.prefix().length())
                : routed;
        String local = stream.inward().apply(remote);
        if (local == null) {
            // A consumer's delivery shows the subject that the message was stored with.
            return remote;
        }
        return SubjectPattern.matches(pattern, local) ? local : null;
    }

    /// A subject of the router without what marks it as this account's.
    public String own(String routed) {
        return !prefix.isEmpty() && routed.startsWith(prefix) ? routed.substring(prefix.length()) : routed;
    }
}
