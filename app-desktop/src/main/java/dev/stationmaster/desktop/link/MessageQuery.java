package dev.stationmaster.desktop.link;

/// Which messages of a station to read.
///
/// @param partition number of the partition, 0 for all of them
/// @param from `newest`, `oldest`, `seq:n`, `time:millis`, or the cursor of the page before
/// @param limit messages at most
public record MessageQuery(int partition, String from, int limit) {
    public static final MessageQuery NEWEST = new MessageQuery(0, "newest", 100);
}
