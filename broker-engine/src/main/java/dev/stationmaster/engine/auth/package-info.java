/// Credentials → who it is, what that user may do and which subjects its account sees. Depends on `subject`, and on the
/// users' copy of `meta`.
/// Hashing never runs on the caller's thread. All verdicts look alike to a client.
@NullMarked
package dev.stationmaster.engine.auth;

import org.jspecify.annotations.NullMarked;
