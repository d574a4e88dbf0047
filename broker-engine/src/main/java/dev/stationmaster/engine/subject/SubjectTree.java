package dev.stationmaster.engine.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A map from subject patterns to values that finds all values whose pattern matches a subject.
///
/// One level per token; the wildcards have places of their own beside the literal children:
/// ```
/// orders.*.new   orders.eu.>          root ─ orders ─┬─ * ─ new      (value)
///                                                    └─ eu ─ >       (value)
/// ```
/// Thread-safe: changes take the tree's lock, look-ups take none and see each change as a whole. A look-up that runs
/// beside a change sees either state.
public final class SubjectTree<V> {
    private final Node<V> root = new Node<>();
    private int size;

    /// Sets the value of a pattern.
    ///
    /// @return the value before, or null
    public synchronized @Nullable V put(String pattern, V value) {
        Node<V> node = root;
        int start = 0;
        while (start <= pattern.length()) {
            int end = tokenEnd(pattern, start);
            node = node.childForWriting(pattern.substring(start, end));
            start = end + 1;
        }
        V before = node.value;
        node.value = value;
        if (before == null) {
            size++;
        }
        return before;
    }

    /// The value of exactly this pattern, or null.
    public @Nullable V get(String pattern) {
        Node<V> node = root;
        int start = 0;
        while (node != null && start <= pattern.length()) {
            int end = tokenEnd(pattern, start);
            node = node.child(pattern.substring(start, end));
            start = end + 1;
        }
        return node == null ? null : node.value;
    }

    /// Removes a pattern with its value.
    ///
    /// @return the value before, or null
    public synchronized @Nullable V remove(String pattern) {
        V before = remove(root, pattern, 0);
        if (before != null) {
            size--;
        }
        return before;
    }

    /// Number of patterns.
    public synchronized int size() {
        return size;
    }

    /// All values whose pattern matches the literal subject, in no particular order. A first token that begins with
    /// [SubjectPattern#APART] is matched by no wildcard.
    public List<V> match(String subject) {
        Found<V> found = new Found<>();
        if (isApart(subject)) {
            int end = tokenEnd(subject, 0);
            Node<V> own = root.literals.get(subject.substring(0, end));
            if (own != null && end < subject.length()) {
                match(own, subject, end + 1, found);
            }
        } else {
            match(root, subject, 0, found);
        }
        return found.toList();
    }

    /// Whether any pattern matches the literal subject.
    public boolean matchesAny(String subject) {
        return find(subject) != null;
    }

    /// The value of the most specific pattern that matches: token by token from the left, a literal goes before `*`
    /// and `*` before `>`. Null when none matches.
    public @Nullable V find(String subject) {
        if (!isApart(subject)) {
            return find(root, subject, 0);
        }
        int end = tokenEnd(subject, 0);
        Node<V> own = root.literals.get(subject.substring(0, end));
        return own == null || end == subject.length() ? null : find(own, subject, end + 1);
    }

    /// Calls `visitor` with every value.
    public void forEach(Consumer<? super V> visitor) {
        forEachPattern((pattern, value) -> visitor.accept(value));
    }

    /// Calls `visitor` with every pattern and its value.
    public void forEachPattern(BiConsumer<String, ? super V> visitor) {
        forEachPattern(root, "", visitor);
    }

    private static boolean isApart(String subject) {
        return !subject.isEmpty() && subject.charAt(0) == SubjectPattern.APART;
    }

    private static <V> void match(Node<V> node, String subject, int start, Found<V> found) {
        Node<V> rest = node.rest;
        if (rest != null) {
            found.add(rest.value);
        }
        int end = tokenEnd(subject, start);
        boolean last = end == subject.length();
        Node<V> literal = node.literals.isEmpty() ? null : node.literals.get(subject.substring(start, end));
        if (literal != null) {
            if (last) {
                found.add(literal.value);
            } else {
                match(literal, subject, end + 1, found);
            }
        }
        Node<V> star = node.star;
        if (star != null) {
            if (last) {
                found.add(star.value);
            } else {
                match(star, subject, end + 1, found);
            }
        }
    }

    private static <V> @Nullable V find(Node<V> node, String subject, int start) {
        int end = tokenEnd(subject, start);
        boolean last = end == subject.length();
        Node<V> literal = node.literals.isEmpty() ? null : node.literals.get(subject.substring(start, end));
        V found = null;
        if (literal != null) {
            found = last ? literal.value : find(literal, subject, end + 1);
        }
        Node<V> star = node.star;
        if (found == null && star != null) {
            found = last ? star.value : find(star, subject, end + 1);
        }
        Node<V> rest = node.rest;
        return found == null && rest != null ? rest.value : found;
    }

    private static <V> @Nullable V remove(Node<V> node, String pattern, int start) {
        if (start > pattern.length()) {
            V before = node.value;
            node.value = null;
            return before;
        }
        int end = tokenEnd(pattern, start);
        String token = pattern.substring(start, end);
        Node<V> child = node.child(token);
        if (child == null) {
            return null;
        }
        V before = remove(child, pattern, end + 1);
        if (child.isEmpty()) {
            node.dropChild(token);
        }
        return before;
    }

    private static <V> void forEachPattern(Node<V> node, String path, BiConsumer<String, ? super V> visitor) {
        V value = node.value;
        if (value != null) {
            visitor.accept(path, value);
        }
        String prefix = path.isEmpty() ? "" : path + ".";
        node.literals.forEach((token, child) -> forEachPattern(child, prefix + token, visitor));
        Node<V> star = node.star;
        if (star != null) {
            forEachPattern(star, prefix + "*", visitor);
        }
        Node<V> rest = node.rest;
        if (rest != null) {
            forEachPattern(rest, prefix + ">", visitor);
        }
    }

    private static int tokenEnd(String text, int start) {
        int end = text.indexOf('.', start);
        return end < 0 ? text.length() : end;
    }

    /// Written under the tree's lock, read by anybody; hence volatile.
    private static final class Node<V> {
        final ConcurrentHashMap<String, Node<V>> literals = new ConcurrentHashMap<>(2);
        volatile @Nullable Node<V> star;
        volatile @Nullable Node<V> rest;
        volatile @Nullable V value;

        @Nullable
        Node<V> child(String token) {
            return switch (token) {
                case "*" -> star;
                case ">" -> rest;
                default -> literals.get(token);
            };
        }

        Node<V> childForWriting(String token) {
            Node<V> child = child(token);
            if (child != null) {
                return child;
            }
            Node<V> made = new Node<>();
            switch (token) {
                case "*" -> star = made;
                case ">" -> rest = made;
                default -> literals.put(token, made);
            }
            return made;
        }

        void dropChild(String token) {
            switch (token) {
                case "*" -> star = null;
                case ">" -> rest = null;
                default -> literals.remove(token);
            }
        }

        boolean isEmpty() {
            return value == null && star == null && rest == null && literals.isEmpty();
        }
    }

    /// Gathers values; most look-ups find none or one, which needs no list.
    private static final class Found<V> {
        private @Nullable V first;
        private @Nullable List<V> more;

        void add(@Nullable V value) {
            if (value == null) {
                return;
            }
            if (first == null) {
                first = value;
                return;
            }
            if (more == null) {
                more = new ArrayList<>(4);
                more.add(first);
            }
            more.add(value);
        }

        List<V> toList() {
            if (more != null) {
                return more;
            }
            return first == null ? List.of() : List.of(first);
        }
    }
}
