package dev.stationmaster.engine.stream;

/// Where a copied message comes from. Immutable.
///
/// @param source key of the source, `""` for a mirror's only one
/// @param sequence of the message at its origin
/// @param previous sequence of the message copied before it, 0 for none
/// @param timeNanos when the origin stored it
public record OriginCopy(String source, long sequence, long previous, long timeNanos) {
    public static final String MIRROR = "";

    /// The source of messages that come out of an archive.
    public static final String ARCHIVE = "$restore";

    /// Whether the copy keeps its sequence and time.
    public boolean isMirror() {
        return source.equals(MIRROR) || isRestored();
    }

    /// Whether it comes out of an archive.
    public boolean isRestored() {
        return source.equals(ARCHIVE);
    }
}
