package dev.stationmaster.engine.auth;

/// What the JetStream of one account may use. -1 is no limit.
///
/// @param memory bytes of all streams in memory
/// @param storage bytes of all streams in files
/// @param consumers of each stream
/// @param ackPending deliveries that a consumer may have unsettled
/// @param memoryStream bytes that one stream in memory may reserve
/// @param storageStream bytes that one stream in files may reserve
/// @param bytesRequired whether each stream must say how many bytes it may have
public record AccountLimits(
        long memory,
        long storage,
        int streams,
        int consumers,
        int ackPending,
        long memoryStream,
        long storageStream,
        boolean bytesRequired) {
    public static final AccountLimits NONE = new AccountLimits(-1, -1, -1, -1, -1, -1, -1, false);

    /// The same, with no more bytes than these; -1 for no limit.
    public AccountLimits within(long memoryMax, long storageMax) {
        return new AccountLimits(
                least(memory, memoryMax),
                least(storage, storageMax),
                streams,
                consumers,
                ackPending,
                memoryStream,
                storageStream,
                bytesRequired);
    }

    private static long least(long one, long other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }
}
