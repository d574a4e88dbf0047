package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.stream.StreamConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Pure state of the meta group. Confined to the group's loop; deterministic: reads nothing but itself and the command.
///
/// An owner (a plain stream or a station) goes through
/// `CREATING --Ready--> READY --Delete--> DELETING --Forget--> gone`; `Delete` may also come while creating.
/// Names and subjects are taken from the first to the last of these.
final class MetaState {
    enum Phase {
        CREATING,
        READY,
        DELETING
    }

    /// A plain stream (`station` null) or a station with one stream for each partition.
    record Owner(
            long id,
            String name,
            Phase phase,
            long sinceNanos,
            StreamConfig template,
            List<StreamRef> streams,
            StationRef.@Nullable Settings station,
            String createdBy,
            long createdNanos) {
        Owner at(Phase next, long nanos) {
            return new Owner(id, name, next, nanos, template, streams, station, createdBy, createdNanos);
        }

        boolean isStation() {
            return station != null;
        }

        /// The configuration of one of the streams: the template under its own name and subjects.
        StreamConfig configOf(StreamRef stream) {
            return template.renamed(stream.name(), stream.subjects());
        }
    }

    /// The image as JSON.
    record Image(long nextId, List<Owner> owners, long usersVersion, List<UserRef> users) {}

    private final Map<Long, Owner> owners = new TreeMap<>();
    private final Map<String, Owner> streamsByName = new HashMap<>();
    private final Map<String, Owner> stationsByName = new HashMap<>();
    private final Map<String, TakenSubjects> subjectsByFirstToken = new HashMap<>();
    private final Map<String, Integer> streamCount = new HashMap<>();
    /// Owners that were put or removed since [#takeChanged], by id; as they are now, or null for gone.
    private final Map<Long, @Nullable Owner> changed = new TreeMap<>();

    private long nextId = 1;
    private long usersVersion;
    private List<UserRef> users = List.of();

    /// What became of a command: an owner, nothing to say, or an error.
    sealed interface Answer {
        record Of(Owner owner, boolean existed) implements Answer {}

        record Nothing() implements Answer {}

        record Refused(JetStreamError error) implements Answer {}
    }

    Answer apply(MetaCommand command, long groupTimeNanos) {
        return switch (command) {
            case MetaCommand.CreateStream create -> createStream(create, groupTimeNanos);
            case MetaCommand.CreateStation create -> createStation(create, groupTimeNanos);
            case MetaCommand.Ready ready -> ready(ready.id(), groupTimeNanos);
            case MetaCommand.UpdateSubjects update -> updateSubjects(update);
            case MetaCommand.UpdateStation update -> updateStation(update);
            case MetaCommand.Delete delete -> delete(delete, groupTimeNanos);
            case MetaCommand.Forget forget -> forget(forget.id());
            case MetaCommand.PutUsers put -> putUsers(put);
        };
    }

    private Answer createStream(MetaCommand.CreateStream create, long now) {
        StreamConfig config = create.config();
        Owner existing = streamsByName.get(config.name());
        if (existing != null) {
            return existing.phase() == Phase.DELETING || existing.isStation()
                    ? new Answer.Refused(JetStreamErrors.STREAM_NAME_ALREADY_IN_USE_WITH_A_DIFFERENT)
                    : new Answer.Of(existing, true);
        }
        if (overlaps(config.subjects(), "")) {
            return new Answer.Refused(JetStreamErrors.SUBJECTS_OVERLAP_WITH_AN_EXISTING_STREAM);
        }
        long id = nextId++;
        GroupId group = place(create.groups());
        StreamRef stream = new StreamRef(id, config.name(), config.subjects(), group, config.replicas(), "", 0);
        Owner owner = new Owner(id, config.name(), Phase.CREATING, now, config, List.of(stream), null, "", now);
        put(owner);
        return new Answer.Of(owner, false);
    }

    private Answer createStation(MetaCommand.CreateStation create, long now) {
        Owner existing = stationsByName.get(create.name());
        if (existing != null) {
            return existing.phase() == Phase.DELETING
                    ? new Answer.Refused(new JetStreamError(
                            400, 10058, "station " + create.name() + " is being removed, try again in a moment"))
                    : new Answer.Of(existing, true);
        }
        String internal = create.name().replace('.', '#');
        long id = nextId++;
        List<StreamRef> streams = new ArrayList<>();
        for (int partition = 1; partition <= create.settings().partitionCount(); partition++) {
            String name = internal + "$" + partition;
            List<String> subjects = List.of(name + ".>");
            if (streamsByName.containsKey(name)) {
                return new Answer.Refused(JetStreamErrors.STREAM_NAME_ALREADY_IN_USE_WITH_A_DIFFERENT);
            }
            if (overlaps(subjects, "")) {
                return new Answer.Refused(JetStreamErrors.SUBJECTS_OVERLAP_WITH_AN_EXISTING_STREAM);
            }
            GroupId group = place(create.groups());
            streamCount.merge(group.name(), 1, Integer::sum);
            streams.add(new StreamRef(
                    nextId++, name, subjects, group, create.settings().replicas(), internal, partition));
        }
        streams.forEach(stream -> streamCount.merge(stream.group().name(), -1, Integer::sum));
        Owner owner = new Owner(
                id,
                create.name(),
                Phase.CREATING,
                now,
                create.template(),
                List.copyOf(streams),
                create.settings(),
                create.createdBy(),
                create.createdNanos());
        put(owner);
        return new Answer.Of(owner, false);
    }

    private Answer ready(long id, long now) {
        Owner owner = owners.get(id);
        if (owner != null && owner.phase() == Phase.CREATING) {
            put(owner.at(Phase.READY, now));
        }
        return new Answer.Nothing();
    }

    private Answer updateSubjects(MetaCommand.UpdateSubjects update) {
        Owner owner = streamsByName.get(update.name());
        if (owner == null || owner.phase() != Phase.READY || owner.isStation()) {
            return new Answer.Refused(JetStreamErrors.STREAM_NOT_FOUND);
        }
        if (overlaps(update.subjects(), update.name())) {
            return new Answer.Refused(JetStreamErrors.SUBJECTS_OVERLAP_WITH_AN_EXISTING_STREAM);
        }
        StreamRef old = owner.streams().getFirst();
        StreamRef stream = new StreamRef(old.id(), old.name(), update.subjects(), old.group(), old.replicas(), "", 0);
        remove(owner);
        Owner changed = new Owner(
                owner.id(),
                owner.name(),
                owner.phase(),
                owner.sinceNanos(),
                owner.template().renamed(owner.name(), update.subjects()),
                List.of(stream),
                null,
                owner.createdBy(),
                owner.createdNanos());
        put(changed);
        return new Answer.Of(changed, true);
    }

    private Answer updateStation(MetaCommand.UpdateStation update) {
        Owner owner = stationsByName.get(update.name());
        if (owner == null || owner.phase() != Phase.READY) {
            return new Answer.Refused(stationNotFound(update.name()));
        }
        Owner changed = new Owner(
                owner.id(),
                owner.name(),
                owner.phase(),
                owner.sinceNanos(),
                owner.template(),
                owner.streams(),
                update.settings(),
                owner.createdBy(),
                owner.createdNanos());
        put(changed);
        return new Answer.Of(changed, true);
    }

    private Answer delete(MetaCommand.Delete delete, long now) {
        Owner owner = delete.station() ? stationsByName.get(delete.name()) : streamsByName.get(delete.name());
        if (owner == null || owner.isStation() != delete.station()) {
            return new Answer.Refused(
                    delete.station() ? stationNotFound(delete.name()) : JetStreamErrors.STREAM_NOT_FOUND);
        }
        Owner going = owner.at(Phase.DELETING, now);
        put(going);
        return new Answer.Of(going, true);
    }

    private Answer forget(long id) {
        Owner owner = owners.get(id);
        if (owner != null && owner.phase() == Phase.DELETING) {
            remove(owner);
        }
        return new Answer.Nothing();
    }

    private Answer putUsers(MetaCommand.PutUsers put) {
        if (put.version() > usersVersion) {
            usersVersion = put.version();
            users = List.copyOf(put.users());
        }
        return new Answer.Nothing();
    }

    /// The allowed group with the fewest streams; the first by name among equals.
    private GroupId place(List<String> groups) {
        return new GroupId(groups.stream()
                .min(Comparator.<String>comparingInt(group -> streamCount.getOrDefault(group, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new IllegalStateException("a stream needs at least one allowed group")));
    }

    private boolean overlaps(List<String> subjects, String exceptStream) {
        for (String subject : subjects) {
            String first = firstToken(subject);
            boolean wild = first.equals("*") || first.equals(">");
            for (TakenSubjects taken : wild ? subjectsByFirstToken.values() : candidates(first)) {
                if (taken.overlaps(subject, exceptStream)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<TakenSubjects> candidates(String first) {
        List<TakenSubjects> found = new ArrayList<>(3);
        for (String token : List.of(first, "*", ">")) {
            TakenSubjects taken = subjectsByFirstToken.get(token);
            if (taken != null) {
                found.add(taken);
            }
        }
        return found;
    }

    private void put(Owner owner) {
        Owner before = owners.put(owner.id(), owner);
        changed.put(owner.id(), owner);
        if (owner.isStation()) {
            stationsByName.put(owner.name(), owner);
        }
        for (StreamRef stream : owner.streams()) {
            streamsByName.put(stream.name(), owner);
            if (before == null) {
                streamCount.merge(stream.group().name(), 1, Integer::sum);
                for (String subject : stream.subjects()) {
                    subjectsByFirstToken
                            .computeIfAbsent(firstToken(subject), token -> new TakenSubjects())
                            .add(subject, stream.name());
                }
            }
        }
    }

    private void remove(Owner owner) {
        owners.remove(owner.id());
        changed.put(owner.id(), null);
        if (owner.isStation()) {
            stationsByName.remove(owner.name());
        }
        for (StreamRef stream : owner.streams()) {
            streamsByName.remove(stream.name());
            streamCount.merge(stream.group().name(), -1, Integer::sum);
            for (String subject : stream.subjects()) {
                TakenSubjects taken = subjectsByFirstToken.get(firstToken(subject));
                if (taken != null) {
                    taken.remove(subject);
                }
            }
        }
    }

    /// What was put (the owner) or removed (null) since the last call, by id.
    Map<Long, @Nullable Owner> takeChanged() {
        Map<Long, @Nullable Owner> taken = new TreeMap<>(changed);
        changed.clear();
        return taken;
    }

    List<Owner> owners() {
        return List.copyOf(owners.values());
    }

    List<UserRef> users() {
        return users;
    }

    long usersVersion() {
        return usersVersion;
    }

    Image image() {
        return new Image(nextId, owners(), usersVersion, users);
    }

    void restore(Image image) {
        owners.keySet().forEach(id -> changed.put(id, null));
        owners.clear();
        streamsByName.clear();
        stationsByName.clear();
        subjectsByFirstToken.clear();
        streamCount.clear();
        nextId = image.nextId();
        image.owners().forEach(this::put);
        usersVersion = image.usersVersion();
        users = List.copyOf(image.users());
    }

    static JetStreamError stationNotFound(String name) {
        return new JetStreamError(404, 10059, "Station " + name + " does not exist");
    }

    static String firstToken(String subject) {
        int dot = subject.indexOf('.');
        return dot < 0 ? subject : subject.substring(0, dot);
    }
}
