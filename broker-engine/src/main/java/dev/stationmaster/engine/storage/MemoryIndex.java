package dev.stationmaster.engine.storage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Index of a segment that still grows: 4 bytes a message, 8 once it has a second subject.
final class MemoryIndex implements SegmentIndex {
    private int[] entries = new int[64];
    private int @Nullable [] subjects;
    private int size;

    void add(int entry, int subject) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size + (size >> 1));
        }
        entries[size] = entry;
        if (subject != 0 || subjects != null) {
            addSubject(subject);
        }
        size++;
    }

    private void addSubject(int subject) {
        int[] numbers = subjects == null ? new int[entries.length] : subjects;
        if (numbers.length < entries.length) {
            numbers = Arrays.copyOf(numbers, entries.length);
        }
        numbers[size] = subject;
        subjects = numbers;
    }

    int size() {
        return size;
    }

    @Override
    public int entry(int slot) {
        return entries[slot];
    }

    @Override
    public int subject(int slot) {
        int[] numbers = subjects;
        return numbers == null ? 0 : numbers[slot];
    }
}
