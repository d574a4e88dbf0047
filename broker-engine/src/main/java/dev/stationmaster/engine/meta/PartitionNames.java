package dev.stationmaster.engine.meta;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the partitions of a station are called, and what clients call them by mistake. The stream of partition `n` is
/// `<internal name>$<n>` with the subjects `<internal name>$<n>.>`; messages go to `….final`.
public final class PartitionNames {
    private static final String FINAL = ".final";

    private PartitionNames() {}

    /// Lower case, `#` for `.`.
    public static String internal(String external) {
        return external.toLowerCase(Locale.ROOT).replace('.', '#');
    }

    /// Lower case, `.` for `#`: some SDKs send the internal form.
    public static String external(String anyForm) {
        return anyForm.toLowerCase(Locale.ROOT).replace('#', '.');
    }

    public static String stream(String internal, int partition) {
        return internal + "$" + partition;
    }

    public static String subject(String internal, int partition) {
        return stream(internal, partition) + FINAL;
    }

    /// The stream of this name, or the partition that a client means by it: upper case in the station's name, no
    /// partition number (the first), number 0 (the last, so that keys stay one to one).
    public static @Nullable StreamRef resolve(Directory directory, String name) {
        StreamRef exact = directory.stream(name);
        if (exact != null) {
            return exact;
        }
        int dollar = name.lastIndexOf('$');
        StationRef station = directory.station(external(dollar < 0 ? name : name.substring(0, dollar)));
        if (station == null) {
            return null;
        }
        return dollar < 0 ? station.partitions().getFirst() : partition(station, name.substring(dollar + 1));
    }

    private static @Nullable StreamRef partition(StationRef station, String number) {
        List<StreamRef> partitions = station.partitions();
        try {
            int partition = Integer.parseInt(number);
            if (partition == 0) {
                return partitions.getLast();
            }
            return partition < 1 || partition > partitions.size() ? null : partitions.get(partition - 1);
        } catch (NumberFormatException e) {
            // Not a partition of anything.
            return null;
        }
    }

    /// The subject that a client means which publishes to a station by a name that is not in internal form, or to
    /// partition 0; null when it means no station.
    public static @Nullable String resolveSubject(Directory directory, String subject) {
        int dollar = subject.lastIndexOf('$');
        if (dollar <= 0 || !subject.endsWith(FINAL)) {
            return null;
        }
        String name = internal(subject.substring(0, subject.length() - FINAL.length()));
        StreamRef stream = resolve(directory, name);
        return stream == null ? null : stream.name() + FINAL;
    }
}
