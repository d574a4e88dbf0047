package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.Tag;
import dev.stationmaster.metadata.TagStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tags by name, and the names of those that hang on each entity.
final class MemoryTagStore implements TagStore {
    private final TreeMap<String, Tag> tags = new TreeMap<>();
    private final Map<Kind, TreeMap<String, TreeSet<String>>> links = new TreeMap<>();
    private int lastId;

    @Override
    public synchronized Optional<Tag> create(String name, String color) {
        if (tags.containsKey(name)) {
            return Optional.empty();
        }
        Tag tag = new Tag(++lastId, name, color);
        tags.put(name, tag);
        return Optional.of(tag);
    }

    @Override
    public synchronized List<Tag> all() {
        return List.copyOf(tags.values());
    }

    @Override
    public synchronized List<Tag> used() {
        return tags.values().stream()
                .filter(tag -> links.values().stream()
                        .anyMatch(of -> of.values().stream().anyMatch(names -> names.contains(tag.name()))))
                .toList();
    }

    @Override
    public synchronized void attach(Kind kind, String entity, String tag, String color) {
        create(tag, color);
        linksOf(kind).computeIfAbsent(entity, name -> new TreeSet<>()).add(tag);
    }

    @Override
    public synchronized boolean detach(Kind kind, String entity, String tag) {
        TreeSet<String> names = linksOf(kind).get(entity);
        boolean removed = names != null && names.remove(tag);
        if (names != null && names.isEmpty()) {
            linksOf(kind).remove(entity);
        }
        return removed;
    }

    @Override
    public synchronized List<Tag> of(Kind kind, String entity) {
        return ofAll(kind).getOrDefault(entity, List.of());
    }

    @Override
    public synchronized Map<String, List<Tag>> ofAll(Kind kind) {
        Map<String, List<Tag>> result = new TreeMap<>();
        linksOf(kind)
                .forEach((entity, names) -> result.put(
                        entity,
                        tags.values().stream()
                                .filter(tag -> names.contains(tag.name()))
                                .toList()));
        return result;
    }

    synchronized void removeEntity(Kind kind, String entity) {
        linksOf(kind).remove(entity);
    }

    private TreeMap<String, TreeSet<String>> linksOf(Kind kind) {
        return links.computeIfAbsent(kind, key -> new TreeMap<>());
    }
}
