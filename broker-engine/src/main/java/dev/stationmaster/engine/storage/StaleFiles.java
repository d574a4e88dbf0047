package dev.stationmaster.engine.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which files wait for which checkpoint: what it names and is not flushed yet, and what it no longer names.
///
/// Images are numbered 1, 2, 3 …; an image that never becomes durable is covered by a later one. A file that was
/// dropped after image n was captured may be named by it and goes only once image n + 1 or a later one is durable.
final class StaleFiles {
    private record Named(AppendFile file, long length) {}

    private record Dropped(Runnable unlink, long lastImageNaming) {}

    private final TreeMap<Long, List<Named>> captured = new TreeMap<>();
    private final Deque<Dropped> dropped = new ArrayDeque<>();
    private long images;

    /// Begins the next image.
    long nextImage() {
        captured.put(++images, new ArrayList<>());
        return images;
    }

    /// The image being captured names the file with its present length.
    void onNamed(AppendFile file) {
        if (file.durable() < file.length()) {
            captured.lastEntry().getValue().add(new Named(file, file.length()));
        }
    }

    /// Images captured so far: what a new file remembers, to know whether any image can name it.
    long images() {
        return images;
    }

    void onDropped(Runnable unlink, long bornAfterImage) {
        if (bornAfterImage == images) {
            unlink.run();
        } else {
            dropped.add(new Dropped(unlink, images));
        }
    }

    /// @return how many files were unlinked
    int onDurable(long image) {
        Map<Long, List<Named>> done = captured.headMap(image, true);
        for (List<Named> names : done.values()) {
            for (Named named : names) {
                named.file().onDurable(named.length());
            }
        }
        done.clear();
        int unlinked = 0;
        for (Dropped first = dropped.peek(); first != null && first.lastImageNaming() < image; first = dropped.peek()) {
            dropped.remove();
            first.unlink().run();
            unlinked++;
        }
        return unlinked;
    }
}
