/// REST logins: tokens that carry their (encrypted) credentials, so that any gateway serves them without shared
/// state,
/// and the cache of broker connections behind them.
@NullMarked
package dev.stationmaster.gateway.auth;

import org.jspecify.annotations.NullMarked;
