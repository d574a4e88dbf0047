package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamSource;
import dev.stationmaster.engine.subject.SubjectPattern;
import dev.stationmaster.engine.subject.SubjectTree;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// What this node has applied of the meta group. The group's loop changes it, everybody reads; a look-up beside a
/// change
/// sees either state. Streams and stations that are being created or removed are not in it.
public final class MetaDirectory implements Directory {
    private final ConcurrentSkipListMap<String, StreamRef> streams = new ConcurrentSkipListMap<>();
    private final Map<Long, StreamRef> streamsById = new ConcurrentHashMap<>();
    private final Set<Long> inMemory = ConcurrentHashMap.newKeySet();
    /// Name of the stream that each mirror mirrors.
    private final Map<String, String> mirrored = new ConcurrentHashMap<>();

    private final SubjectTree<StreamRef> routes = new SubjectTree<>();
    private final ConcurrentSkipListMap<String, StationRef> stations = new ConcurrentSkipListMap<>();
    private volatile Map<String, UserRef> users = Map.of();
    private volatile long usersVersion;
    private volatile long index;

    /// What is shown now, by id. Confined to the meta group's loop.
    private final Map<Long, MetaState.Owner> shown = new HashMap<>();

    /// Takes in what has changed since the last call. Called by the meta group's loop only.
    void show(MetaState state, long appliedIndex) {
        state.takeChanged().forEach((id, owner) -> {
            MetaState.Owner before = shown.remove(id);
            MetaState.Owner now = owner != null && owner.phase() == MetaState.Phase.READY ? owner : null;
            if (now != null) {
                shown.put(id, now);
                show(now);
            }
            if (before != null) {
                hide(before, now);
            }
        });
        if (usersVersion != state.usersVersion()) {
            Map<String, UserRef> copy = new TreeMap<>();
            state.users().forEach(user -> copy.put(user.name(), user));
            users = copy;
            usersVersion = state.usersVersion();
        }
        index = appliedIndex;
    }

    private void show(MetaState.Owner owner) {
        for (StreamRef stream : owner.streams()) {
            if (owner.template().storage() == StreamConfig.Storage.MEMORY) {
                inMemory.add(stream.id());
            }
            StreamSource mirror = owner.template().mirror();
            if (mirror != null) {
                mirrored.put(stream.name(), mirror.name());
            }
            streamsById.put(stream.id(), stream);
            streams.put(stream.name(), stream);
            stream.subjects().forEach(subject -> routes.put(subject, stream));
        }
        StationRef station = stationOf(owner);
        if (station != null) {
            stations.put(station.name(), station);
        }
    }

    /// Takes out what `before` had and `now`, which is shown already, does not have.
    private void hide(MetaState.Owner before, MetaState.@Nullable Owner now) {
        List<StreamRef> kept = now == null ? List.of() : now.streams();
        if (now == null && before.isStation()) {
            stations.remove(before.name());
        }
        for (StreamRef stream : before.streams()) {
            stream.subjects().stream()
                    .filter(subject ->
                            kept.stream().noneMatch(other -> other.subjects().contains(subject)))
                    .forEach(routes::remove);
            if (kept.stream().noneMatch(other -> other.id() == stream.id())) {
                streams.remove(stream.name());
                streamsById.remove(stream.id());
                inMemory.remove(stream.id());
                mirrored.remove(stream.name());
            }
        }
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
        return streams.get(name);
    }

    @Override
    public @Nullable StreamRef stream(long id) {
        return streamsById.get(id);
    }

    @Override
    public boolean isInMemory(StreamRef stream) {
        return inMemory.contains(stream.id());
    }

    @Override
    public @Nullable StreamRef streamFor(String subject) {
        return routes.find(subject);
    }

    @Override
    public List<String> alternates(String stream) {
        String origin = mirrored.getOrDefault(stream, stream);
        if (!mirrored.containsValue(origin)) {
            return List.of();
        }
        return streams.keySet().stream()
                .filter(name -> name.equals(origin) || origin.equals(mirrored.get(name)))
                .toList();
    }

    @Override
    public Collection<StreamRef> streamsFor(String pattern) {
        return streams.values().stream()
                .filter(stream ->
                        stream.subjects().stream().anyMatch(subject -> SubjectPattern.overlaps(subject, pattern)))
                .toList();
    }

    @Override
    public Collection<StreamRef> streams() {
        return Collections.unmodifiableCollection(streams.values());
    }

    @Override
    public @Nullable StationRef station(String name) {
        return stations.get(name.replace('#', '.'));
    }

    @Override
    public Collection<StationRef> stations() {
        return Collections.unmodifiableCollection(stations.values());
    }

    @Override
    public @Nullable UserRef user(String name) {
        return users.get(name);
    }

    @Override
    public Collection<UserRef> users() {
        return Collections.unmodifiableCollection(users.values());
    }

    /// Version of the users' copy; 0 when none has come yet.
    public long usersVersion() {
        return usersVersion;
    }

    @Override
    public long version() {
        return index;
    }
}
