package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What this node has applied of the meta group, as one immutable picture that the group's loop replaces.
/// Thread-safe. Streams and stations that are being created or removed are not in it.
public final class MetaDirectory implements Directory {
    /// Written by the meta group's loop at the end of an entry, read by everybody.
    private volatile Picture picture = Picture.EMPTY;

    private record Picture(
            Map<String, StreamRef> streams,
            Map<Long, StreamRef> streamsById,
            Set<Long> inMemory,
            Map<String, List<Route>> routesByFirstToken,
            Map<String, StationRef> stations,
            Map<String, UserRef> users,
            long usersVersion,
            long index) {
        static final Picture EMPTY =
                new Picture(Map.of(), Map.of(), Set.of(), Map.of(), Collections.emptyMap(), Map.of(), 0, 0);
    }

    private record Route(String pattern, StreamRef stream) {}

    /// Replaces the picture. Called by the meta group's loop only.
    void show(MetaState state, long index) {
        Map<String, StreamRef> streams = new TreeMap<>();
        Map<Long, StreamRef> byId = new HashMap<>();
        Set<Long> inMemory = new HashSet<>();
        Map<String, List<Route>> routes = new HashMap<>();
        Map<String, StationRef> stations = new TreeMap<>();
        for (MetaState.Owner owner : state.owners()) {
            if (owner.phase() != MetaState.Phase.READY) {
                continue;
            }
            for (StreamRef stream : owner.streams()) {
                streams.put(stream.name(), stream);
                byId.put(stream.id(), stream);
                if (owner.template().storage() == StreamConfig.Storage.MEMORY) {
                    inMemory.add(stream.id());
                }
                for (String subject : stream.subjects()) {
                    routes.computeIfAbsent(MetaState.firstToken(subject), token -> new ArrayList<>())
                            .add(new Route(subject, stream));
                }
            }
            StationRef station = stationOf(owner);
            if (station != null) {
                stations.put(station.name(), station);
            }
        }
        Map<String, UserRef> users = new TreeMap<>();
        state.users().forEach(user -> users.put(user.name(), user));
        picture = new Picture(streams, byId, inMemory, routes, stations, users, state.usersVersion(), index);
    }

    static @Nullable StationRef stationOf(MetaState.Owner owner) {
        StationRef.Settings settings = owner.station();
        return settings == null
                ? null
                : new StationRef(
                        owner.id(), owner.name(), settings, owner.streams(), owner.createdBy(), owner.createdNanos());
    }

    @Override
    public @Nullable StreamRef stream(String name) {
        return picture.streams().get(name);
    }

    @Override
    public @Nullable StreamRef stream(long id) {
        return picture.streamsById().get(id);
    }

    @Override
    public boolean isInMemory(StreamRef stream) {
        return picture.inMemory().contains(stream.id());
    }

    @Override
    public @Nullable StreamRef streamFor(String subject) {
        Map<String, List<Route>> routes = picture.routesByFirstToken();
        StreamRef found = firstMatch(routes.get(MetaState.firstToken(subject)), subject);
        if (found == null) {
            found = firstMatch(routes.get("*"), subject);
        }
        return found == null ? firstMatch(routes.get(">"), subject) : found;
    }

    private static @Nullable StreamRef firstMatch(@Nullable List<Route> routes, String subject) {
        if (routes != null) {
            for (Route route : routes) {
                if (SubjectPattern.matches(route.pattern(), subject)) {
                    return route.stream();
                }
            }
        }
        return null;
    }

    @Override
    public Collection<StreamRef> streamsFor(String pattern) {
        return picture.streams().values().stream()
                .filter(stream ->
                        stream.subjects().stream().anyMatch(subject -> SubjectPattern.overlaps(subject, pattern)))
                .toList();
    }

    @Override
    public Collection<StreamRef> streams() {
        return Collections.unmodifiableCollection(picture.streams().values());
    }

    @Override
    public @Nullable StationRef station(String name) {
        return picture.stations().get(name.replace('#', '.'));
    }

    @Override
    public Collection<StationRef> stations() {
        return Collections.unmodifiableCollection(picture.stations().values());
    }

    @Override
    public @Nullable UserRef user(String name) {
        return picture.users().get(name);
    }

    @Override
    public Collection<UserRef> users() {
        return Collections.unmodifiableCollection(picture.users().values());
    }

    /// Version of the users' copy; 0 when none has come yet.
    public long usersVersion() {
        return picture.usersVersion();
    }

    @Override
    public long version() {
        return picture.index();
    }
}
