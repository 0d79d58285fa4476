/** Schedules on a real Temporal server; below the facade, so that a tick may be a second. */
@NullMarked
package io.activitycore.samples.schedules;

import org.jspecify.annotations.NullMarked;
