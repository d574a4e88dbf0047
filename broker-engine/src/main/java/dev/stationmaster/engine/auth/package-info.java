/// Credentials → who it is and what that user may do. Depends on `subject`, and on the users' copy of `meta`.
/// Hashing never runs on the caller's thread. All verdicts look alike to a client.
@NullMarked
package dev.stationmaster.engine.auth;

import org.jspecify.annotations.NullMarked;
