package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The judge of every crash: what was acknowledged against what is in the stream.
final class Stored {
    private Stored() {}

    /// Each acknowledged number stands once, at the sequence that its acknowledgement named, and no number twice.
    static void holdsAll(Map<Integer, Long> acked, List<RawClient.Stored> stored) {
        Map<Integer, Long> bySequence = new HashMap<>();
        List<String> faults = new ArrayList<>();
        long previous = 0;
        for (RawClient.Stored message : stored) {
            Long other = bySequence.put(message.id(), message.sequence());
            if (other != null) {
                faults.add("number " + message.id() + " at " + other + " and again at " + message.sequence());
            }
            if (previous != 0 && message.sequence() != previous + 1) {
                faults.add("sequence " + message.sequence() + " follows " + previous);
            }
            previous = message.sequence();
        }
        acked.forEach((id, sequence) -> {
            Long found = bySequence.get(id);
            if (found == null) {
                faults.add("number " + id + " was acknowledged at " + sequence + " and is lost");
            } else if (!found.equals(sequence)) {
                faults.add("number " + id + " was acknowledged at " + sequence + " and is at " + found);
            }
        });
        assertThat(faults.stream().limit(20))
                .as("%d faults in %d acknowledged, %d stored messages", faults.size(), acked.size(), stored.size())
                .isEmpty();
    }
}
