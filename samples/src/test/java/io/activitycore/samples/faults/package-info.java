/**
 * Whole hosts while servers, networks and hosts fail. Rule: what holds, holds on every broker, with
 * a real one, a real Temporal and a real PostgreSQL.
 */
@NullMarked
package io.activitycore.samples.faults;

import org.jspecify.annotations.NullMarked;
