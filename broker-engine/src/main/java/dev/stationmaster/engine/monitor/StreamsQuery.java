package dev.stationmaster.engine.monitor;

/// What `/jsz` is asked for; each kind of detail implies the ones before it.
///
/// @param account the one account to show, `""` for all
/// @param config whether the settings of what is shown are shown too
/// @param offset accounts to pass over
/// @param limit most accounts to show
/// @param leaderOnly whether only the meta group's leader may answer
public record StreamsQuery(
        String account,
        boolean accounts,
        boolean streams,
        boolean consumers,
        boolean config,
        int offset,
        int limit,
        boolean leaderOnly) {

    static StreamsQuery of(Query query) {
        boolean consumers = query.flag("consumers");
        boolean streams = query.flag("streams") || consumers;
        return new StreamsQuery(
                query.text("acc"),
                query.flag("accounts") || streams || !query.text("acc").isEmpty(),
                streams,
                consumers,
                query.flag("config"),
                query.offset(),
                query.limit(),
                query.flag("leader-only"));
    }
}
