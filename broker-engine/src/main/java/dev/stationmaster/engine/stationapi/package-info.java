/// The `$memphis_…` requests of the SDKs and the product's own requests about stations. Requests run on virtual
/// threads,
/// which may wait for the meta group, for groups' leaders and for the database; sessions never do.
@NullMarked
package dev.stationmaster.engine.stationapi;

import org.jspecify.annotations.NullMarked;
