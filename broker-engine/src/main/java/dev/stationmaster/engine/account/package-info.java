/// Accounts of a bare broker that keep streams: each sees the router as if it were alone, and has limits of its own.
@NullMarked
package dev.stationmaster.engine.account;

import org.jspecify.annotations.NullMarked;
